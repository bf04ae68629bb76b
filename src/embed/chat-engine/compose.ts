import type { ChatEngine } from '../../chat-store/chat-engine.ts';
import { createConversationModel } from '../../chat-store/conversation/conversation.ts';
import { createTabOutboxes } from '../../chat-store/tab-outboxes.ts';
import { createGuestClient, type GuestClientOptions } from '../../client/guest/guest-client.ts';
import { shareAmongTabs } from '../../client/tabs/share-conversation.ts';
import type { Tabs } from '../../client/tabs/tabs.ts';
import { browserClock } from '../../environment/browser/clock.ts';
import { browserPage } from '../../environment/browser/page.ts';
import { browserRandom } from '../../environment/browser/random.ts';
import type { ConnectionEvent } from '../contract/diagnosis.ts';
import { logSockets } from './connection-log.ts';
import { shareSignals } from './shared-signals.ts';

export type ChatConnection = Pick<
  GuestClientOptions,
  'base' | 'organizationId' | 'deploymentId' | 'routing' | 'memberAuthToken'
> & {
  /** Other tabs with the same chat. Default: none. */
  tabs?: Tabs;
  /** The latest openings and closings of the connection, for the verb `doctor`. */
  log: ConnectionEvent[];
};

/** The composition root of `chat.js`, which is loaded once a chat is likely: socket, requests, reconciliation. */
export function composeChat(signals: Parameters<typeof shareSignals>[0], connection: ChatConnection): ChatEngine {
  shareSignals(signals);
  const guest = createGuestClient({
    ...connection,
    // Read at each creation of a chat: the page may change both.
    get routing() {
      return connection.routing;
    },
    get memberAuthToken() {
      return connection.memberAuthToken;
    },
    clock: browserClock,
    random: browserRandom,
    isVisible: browserPage.isVisible,
    fetch: (request: Request) => fetch(request),
    WebSocket: logSockets(WebSocket, connection.log, browserClock.now),
  });
  return {
    api: connection.tabs ? shareAmongTabs(guest, connection.tabs, browserClock) : guest,
    createConversationModel,
    createTabOutboxes,
  };
}
