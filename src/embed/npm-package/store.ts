import type { GuestDetails } from '../../chat/model.ts';
import { createChatStore as createStore } from '../../chat-store/chat-store.ts';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import { createConversationModel } from '../../chat-store/conversation/conversation.ts';
import { createTabOutboxes } from '../../chat-store/tab-outboxes.ts';
import { createGuestClient } from '../../client/guest/guest-client.ts';
import { browserClock } from '../../environment/browser/clock.ts';
import { browserPage } from '../../environment/browser/page.ts';
import { browserRandom } from '../../environment/browser/random.ts';
import { createBrowserStorage } from '../../environment/browser/storage.ts';
import { savedChatKey } from '../contract/saved-chat-key.ts';

export type {
  GuestDetails,
  MediaRequest,
  Message,
  Presence,
  Session,
  Status,
  TranscriptEntry as Entry,
} from '../../chat/model.ts';
export type { Announcement, ChatStore, History, Peer } from '../../chat-store/chat-store-types.ts';

export type ChatStoreOptions = {
  /** Origin of the service, `https://chat.example.com`. */
  apiBase: string;
  organizationId: string;
  deploymentId: string;
  queue: string;
  skills?: string[];
  language?: string;
  priority?: number;
  /** What is known of the visitor. A chat starts once there is a `displayName`: give it here or by `identify`. */
  guest?: Partial<GuestDetails>;
  /** Signed data that say who the visitor is, asked for each time a chat is created. */
  memberAuthToken?: () => string | Promise<string>;
  /** Where the chat is saved between pages. Default: `session`. */
  storage?: 'session' | 'local' | 'none';
  /** Tells several chats of one page apart. */
  id?: string;
};

/**
 * A chat without any view, for a page that draws its own: signals to read, methods to act, all of it `ChatStore`. It is
 * the widget's store with its guarantees, and one that is saved goes on after a reload; other tabs it does not know.
 * Throws a `TypeError` outside a browser. Call `dispose` when the view goes: the chat itself stays, until `end`.
 */
export function createChatStore(options: ChatStoreOptions): ChatStore {
  if (typeof document === 'undefined') throw new TypeError('Porchlight: createChatStore needs a browser');
  const { apiBase, organizationId, deploymentId, queue, skills, language, priority, memberAuthToken } = options;
  const missing = (['apiBase', 'organizationId', 'deploymentId', 'queue'] as const).find((name) => !options[name]);
  if (missing) throw new TypeError(`Porchlight: createChatStore needs ${missing}`);
  const api = createGuestClient({
    base: apiBase.replace(/\/+$/, ''),
    organizationId,
    deploymentId,
    routing: {
      queue,
      ...(skills && { skills }),
      ...(language && { language }),
      ...(priority !== undefined && { priority }),
    },
    memberAuthToken,
    fetch: (request) => fetch(request),
    WebSocket,
    clock: browserClock,
    random: browserRandom,
    isVisible: browserPage.isVisible,
  });
  return createStore({
    engine: async () => ({ api, createConversationModel, createTabOutboxes }),
    createModel: createConversationModel,
    clock: browserClock,
    random: browserRandom,
    page: browserPage,
    storage: createBrowserStorage(options.storage ?? 'session'),
    storageKey: savedChatKey({ organizationId, deploymentId, id: options.id }),
    isStorageShared: options.storage === 'local',
    guest: options.guest ?? {},
  });
}
