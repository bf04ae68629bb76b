import { batch, computed, effect, signal } from '@preact/signals';
import type { ChatEngine } from '../../chat-store/chat-engine.ts';
import { createChatStore } from '../../chat-store/chat-store.ts';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import { createWaitingConversation } from '../../chat-store/pre-chat-outbox.ts';
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

export type Composition = {
  store: ChatStore;
  /** A chat is likely soon: fetches what it takes. */
  prepare(): void;
  now(): number;
  after: Clock['after'];
  /** Whether new messages are heard is kept where the chat is. */
  sound: { isMuted(): boolean; setMuted(isMuted: boolean): void };
  onHide(listener: () => void): () => void;
  /** Goes by other attributes from now on; a chat that runs stays where it is. */
  update(next: WidgetConfig): void;
  connection: ChatConnection;
  /** Whom to ask for signed data each time a chat is created. */
  authorize(memberAuthToken: MemberAuthToken): void;
};

type ChatFile = typeof import('../chat-engine/compose.ts');

/** The one place where the real browser, the real service and the store are joined. */
export function compose(
  config: WidgetConfig,
  load: WidgetOptions['loadChunk'],
  mayBeSent: (body: string) => boolean,
): Composition {
  const { apiBase, organizationId, deploymentId, routing, guest, storage } = config;
  const storageKey = savedChatKey({ organizationId, deploymentId, id: config.id });
  // What is kept nowhere ends with its page.
  const tabs = storage !== 'none' && { tabs: openTabs(storageKey) };
  const connection: ChatConnection = {
    base: apiBase,
    organizationId,
    deploymentId,
    routing,
    memberAuthToken: () => config.memberAuthToken,
    ...tabs,
  };
  let attempts = 0;
  let fetched: Promise<ChatEngine> | undefined;

  function engine(): Promise<ChatEngine> {
    fetched ??= fetchChatFile(load, attempts++).then(
      ({ composeChat }) => composeChat({ batch, computed, effect, signal }, connection),
      (error) => {
        fetched = undefined;
        throw error;
      },
    );
    return fetched;
  }

  let kept = createBrowserStorage(storage);
  const keeping: typeof kept = {
    read: (key) => kept.read(key),
    write: (key, text) => kept.write(key, text),
    keys: () => kept.keys(),
    remove: (key) => kept.remove(key),
  };
  const mutedKey = `${storageKey}:muted`;
  const store = createChatStore({
    clock: browserClock,
    random: browserRandom,
    ...tabs,
    isStorageShared: storage === 'local',
    engine,
    createModel: createWaitingConversation,
    page: browserPage,
    storage: keeping,
    storageKey,
    guest,
    asksConsent: config.asksConsent,
    mayBeSent,
  });
  return {
    store,
    connection,
    prepare() {
      // Whoever needs it asks again, and tells what went wrong.
      engine().catch(() => {});
    },
    now: browserClock.now,
    after: browserClock.after,
    sound: {
      isMuted: () => !!kept.read(mutedKey),
      setMuted(isMuted) {
        if (isMuted) kept.write(mutedKey, '1');
        else kept.remove(mutedKey);
      },
    },
    onHide: browserPage.onHide,
    update({ routing, guest, asksConsent, storage }) {
      connection.routing = routing;
      if (storage !== config.storage) {
        // What is kept moves along at once, muted sounds excepted; the outbox with its next change.
        const text = kept.read(storageKey);
        kept.remove(storageKey);
        kept = createBrowserStorage(storage);
        if (text) kept.write(storageKey, text);
      }
      if (asksConsent !== config.asksConsent) store.askConsent(asksConsent);
      if (JSON.stringify(guest) !== JSON.stringify(config.guest)) store.identify(guest);
    },
    authorize(memberAuthToken) {
      connection.memberAuthToken = memberAuthToken;
    },
  };
}

/** Without locks, as on plain http, each tab has a line of its own. */
function openTabs(name: string): Tabs {
  const { locks } = navigator;
  return createTabs({
    id: browserRandom.id(),
    channel: createTabChannel(name, browserPage),
    locks: locks && createTabLocks(locks, name),
  });
}

/** Only a chat needs it: title, greeting and composer are there without it. It lies beside this file. */
function fetchChatFile(load: WidgetOptions['loadChunk'], attempt: number): Promise<ChatFile> {
  if (!__PORCHLIGHT_CHAT_INTEGRITY__) return import('../chat-engine/compose.ts');
  // A browser may remember a module that failed, so another attempt asks by another address.
  const file = attempt ? `chat.js?${attempt}` : 'chat.js';
  return load(import.meta.url.replace(/[^/]*$/, file), __PORCHLIGHT_CHAT_INTEGRITY__);
}
