import type { createGuestApi } from '../api/guest-api.ts';
import type { GuestPort } from '../chat/conversation-port.ts';
import type { WidgetOptions } from '../embed/chat-handle.ts';
import { savedChatKey } from '../embed/saved-chat-key.ts';
import { browserClock } from '../platform/browser-clock.ts';
import { browserPage } from '../platform/browser-page.ts';
import { browserRandom } from '../platform/browser-random.ts';
import { createBrowserStorage } from '../platform/browser-storage.ts';
import { createBrowserTabs } from '../platform/browser-tabs.ts';
import type { Clock } from '../platform/clock.ts';
import { createChatStore } from '../store/chat-store.ts';
import type { ChatStore } from '../store/chat-store-shape.ts';
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
};

type Wire = { createGuestApi: typeof createGuestApi };

/** The one place where the real browser, the real service and the store are joined. */
export function compose(
  config: WidgetConfig,
  load: WidgetOptions['load'],
  mayBeSent?: (body: string) => boolean,
): Composition {
  const { apiBase, organizationId, deploymentId, routing, guest, storage } = config;
  const surroundings = { clock: browserClock, random: browserRandom };
  const connection = { base: apiBase, organizationId, deploymentId, routing };
  const storageKey = savedChatKey({ organizationId, deploymentId, id: config.id });
  // What is kept nowhere ends with its page.
  const tabs = storage !== 'none' && { tabs: createBrowserTabs(storageKey, browserPage, browserRandom.id()) };
  let attempts = 0;
  let fetched: Promise<GuestPort> | undefined;

  function api(): Promise<GuestPort> {
    fetched ??= fetchWire(load, attempts++).then(
      ({ createGuestApi }) =>
        createGuestApi({
          ...surroundings,
          ...connection,
          ...tabs,
          locks: navigator.locks,
          isVisible: browserPage.isVisible,
          fetch: (request) => fetch(request),
          WebSocket,
        }),
      (error) => {
        fetched = undefined;
        throw error;
      },
    );
    return fetched;
  }

  const kept = createBrowserStorage(storage);
  const mutedKey = `${storageKey}:muted`;
  const store = createChatStore({
    ...surroundings,
    ...tabs,
    isStorageShared: storage === 'local',
    api,
    page: browserPage,
    storage: kept,
    storageKey,
    guest,
    asksConsent: config.asksConsent,
    ...(mayBeSent && { mayBeSent }),
  });
  return {
    store,
    prepare() {
      // Whoever needs it asks again, and tells what went wrong.
      api().catch(() => {});
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
  };
}

/** Only a chat needs the wire client: title, greeting and composer are there without it. It lies beside this file. */
function fetchWire(load: WidgetOptions['load'], attempt: number): Promise<Wire> {
  if (!__PORCHLIGHT_WIRE_INTEGRITY__) return import('../api/guest-api.ts');
  // A browser may remember a module that failed, so another attempt asks by another address.
  const file = attempt ? `wire.js?${attempt}` : 'wire.js';
  return load(import.meta.url.replace(/[^/]*$/, file), __PORCHLIGHT_WIRE_INTEGRITY__);
}
