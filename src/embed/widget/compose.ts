import { batch, computed, effect, signal } from '@preact/signals';
import type { ChatEngine } from '../../chat-store/chat-engine.ts';
import { createChatStore } from '../../chat-store/chat-store.ts';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import { createPreChatOutbox } from '../../chat-store/pre-chat-outbox.ts';
import { createTabs, type Tabs } from '../../client/tabs/tabs.ts';
import { browserClock } from '../../environment/browser/clock.ts';
import { browserPage } from '../../environment/browser/page.ts';
import { browserRandom } from '../../environment/browser/random.ts';
import { createBrowserStorage } from '../../environment/browser/storage.ts';
import { createTabChannel } from '../../environment/browser/tab-channel.ts';
import { createTabLocks } from '../../environment/browser/tab-locks.ts';
import type { Clock } from '../../environment/environment.ts';
import type { ChatConnection } from '../chat-engine/compose.ts';
import { savedChatKey } from '../contract/saved-chat-key.ts';
import type { MemberAuthToken, WidgetOptions } from '../contract/widget-api.ts';
import type { WidgetConfig } from './config.ts';
import { loadOnce, siblingUrl } from './load-once.ts';

export type Composition = {
  store: ChatStore;
  /** Loads the chat's code, since a chat is likely. */
  preload(): void;
  now(): number;
  after: Clock['after'];
  /** Whether new messages are heard; saved where the chat is saved. */
  sound: { isMuted(): boolean; setMuted(isMuted: boolean): void };
  onHide(listener: () => void): () => void;
  /** Applies the next configuration, by its differences to the current one; a running chat stays where it is. */
  update(next: WidgetConfig): void;
  connection: ChatConnection;
  /** Sets the function that gives signed data each time a chat is created. */
  authorize(memberAuthToken: MemberAuthToken): void;
};

type ChatEngineModule = typeof import('../chat-engine/compose.ts');

/** The composition root of the widget: joins the real browser, the service and the store. */
export function compose(
  config: () => WidgetConfig,
  loadChunk: WidgetOptions['loadChunk'],
  mayBeSent: (body: string) => boolean,
): Composition {
  const { apiBase, organizationId, deploymentId, routing, guest, storage, id, asksConsent } = config();
  const storageKey = savedChatKey({ organizationId, deploymentId, id });
  // A chat that is saved nowhere ends with its page.
  const tabs = storage !== 'none' && { tabs: openTabs(storageKey) };
  const connection: ChatConnection = {
    base: apiBase,
    organizationId,
    deploymentId,
    routing,
    memberAuthToken: () => config().memberAuthToken,
    log: [],
    ...tabs,
  };
  const engine = loadOnce(
    (): Promise<ChatEngine> =>
      loadEngineModule(loadChunk).then(({ composeChat }) =>
        composeChat({ batch, computed, effect, signal }, connection),
      ),
  );

  let currentStorage = createBrowserStorage(storage);
  const switchableStorage: typeof currentStorage = {
    read: (key) => currentStorage.read(key),
    write: (key, text) => currentStorage.write(key, text),
    keys: () => currentStorage.keys(),
    remove: (key) => currentStorage.remove(key),
  };
  const mutedKey = `${storageKey}:muted`;
  const store = createChatStore({
    clock: browserClock,
    random: browserRandom,
    ...tabs,
    isStorageShared: storage === 'local',
    engine,
    createModel: createPreChatOutbox,
    page: browserPage,
    storage: switchableStorage,
    storageKey,
    guest,
    asksConsent,
    mayBeSent,
  });
  return {
    store,
    connection,
    preload() {
      // The next use of the engine loads it again, and shows a failure.
      engine().catch(() => {});
    },
    now: browserClock.now,
    after: browserClock.after,
    sound: {
      isMuted: () => !!currentStorage.read(mutedKey),
      setMuted(isMuted) {
        if (isMuted) currentStorage.write(mutedKey, '1');
        else currentStorage.remove(mutedKey);
      },
    },
    onHide: browserPage.onHide,
    update({ routing, guest, asksConsent, storage }) {
      const current = config();
      connection.routing = routing;
      if (storage !== current.storage) {
        // The saved chat moves along at once, muted sounds excepted; the outbox with its next change.
        const text = currentStorage.read(storageKey);
        currentStorage.remove(storageKey);
        currentStorage = createBrowserStorage(storage);
        if (text) currentStorage.write(storageKey, text);
      }
      if (asksConsent !== current.asksConsent) store.askConsent(asksConsent);
      if (JSON.stringify(guest) !== JSON.stringify(current.guest)) store.identify(guest);
    },
    authorize(memberAuthToken) {
      connection.memberAuthToken = memberAuthToken;
    },
  };
}

/** Without locks, as on plain http, each tab has a connection of its own. */
function openTabs(name: string): Tabs {
  const { locks } = navigator;
  return createTabs({
    id: browserRandom.id(),
    channel: createTabChannel(name, browserPage),
    locks: locks && createTabLocks(locks, name),
  });
}

/** Only a chat needs `chat.js`: title, greeting and composer work without it. */
function loadEngineModule(loadChunk: WidgetOptions['loadChunk']): Promise<ChatEngineModule> {
  if (!__PORCHLIGHT_CHAT_INTEGRITY__) return import('../chat-engine/compose.ts');
  return loadChunk(siblingUrl('chat.js'), __PORCHLIGHT_CHAT_INTEGRITY__);
}
