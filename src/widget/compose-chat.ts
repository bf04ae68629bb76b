import { createGuestApi, type GuestApiOptions } from '../api/guest-api.ts';
import { shareAmongTabs } from '../api/share-conversation.ts';
import { createTabOutboxes } from '../chat-store/tab-outboxes.ts';
import type { Tabs } from '../client/tabs/tabs.ts';
import type { LineFact } from '../embed/diagnosis.ts';
import { browserClock } from '../platform/browser-clock.ts';
import { browserPage } from '../platform/browser-page.ts';
import { browserRandom } from '../platform/browser-random.ts';
import type { ChatEngine } from '../store/chat-engine.ts';
import { createConversationModel } from '../store/conversation-model.ts';
import { logSockets } from './line-log.ts';
import { shareSignals } from './shared-signals.ts';

export type ChatConnection = Pick<
  GuestApiOptions,
  'base' | 'organizationId' | 'deploymentId' | 'routing' | 'memberAuthToken'
> & {
  /** Other tabs with the same chat. Default: none. */
  tabs?: Tabs;
  /** How the line fares, for whoever has to mend a page. */
  line?: LineFact[];
};

/** The other half of `compose.ts`, in the file that is fetched once a chat is likely: socket, requests, reconciliation. */
export function composeChat(signals: Parameters<typeof shareSignals>[0], connection: ChatConnection): ChatEngine {
  shareSignals(signals);
  const line: LineFact[] = [];
  // The one object, not a copy: where chats go and who vouches for the visitor may change until the next is created.
  const options = Object.assign(connection, {
    clock: browserClock,
    random: browserRandom,
    isVisible: browserPage.isVisible,
    fetch: (request: Request) => fetch(request),
    WebSocket: logSockets(WebSocket, line, browserClock.now),
    line,
  });
  const guest = createGuestApi(options);
  return {
    api: connection.tabs ? shareAmongTabs(guest, connection.tabs, browserClock) : guest,
    createConversationModel,
    createTabOutboxes,
  };
}
