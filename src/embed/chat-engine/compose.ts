import type { ChatEngine } from '../../chat-store/chat-engine.ts';
import { createConversationModel } from '../../chat-store/conversation/conversation.ts';
import { createTabOutboxes } from '../../chat-store/tab-outboxes.ts';
import { createGuestApi, type GuestApiOptions } from '../../client/guest/guest-client.ts';
import { shareAmongTabs } from '../../client/tabs/share-conversation.ts';
import type { Tabs } from '../../client/tabs/tabs.ts';
import { browserClock } from '../../environment/browser/clock.ts';
import { browserPage } from '../../environment/browser/page.ts';
import { browserRandom } from '../../environment/browser/random.ts';
import type { ConnectionEvent } from '../contract/diagnosis.ts';
import { logSockets } from './connection-log.ts';
import { shareSignals } from './shared-signals.ts';

export type ChatConnection = Pick<
  GuestApiOptions,
  'base' | 'organizationId' | 'deploymentId' | 'routing' | 'memberAuthToken'
> & {
  /** Other tabs with the same chat. Default: none. */
  tabs?: Tabs;
  /** How the line fares, for whoever has to mend a page. */
  line?: ConnectionEvent[];
};

/** The other half of `compose.ts`, in the file that is fetched once a chat is likely: socket, requests, reconciliation. */
export function composeChat(signals: Parameters<typeof shareSignals>[0], connection: ChatConnection): ChatEngine {
  shareSignals(signals);
  const line: ConnectionEvent[] = [];
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
