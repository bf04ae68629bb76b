import { createGuestApi } from '../api/guest-api.ts';
import { savedChatKey } from '../embed/saved-chat-key.ts';
import { browserClock } from '../platform/browser-clock.ts';
import { browserPage } from '../platform/browser-page.ts';
import { browserRandom } from '../platform/browser-random.ts';
import { createBrowserStorage } from '../platform/browser-storage.ts';
import { createChatStore } from '../store/chat-store.ts';
import type { ChatStore } from '../store/chat-store-shape.ts';
import type { WidgetConfig } from './config.ts';

export type Composition = { store: ChatStore; now(): number; onHide(listener: () => void): () => void };

/** The one place where the real browser, the real service and the store are joined. */
export function compose({ apiBase, organizationId, deploymentId, routing, guest, storage }: WidgetConfig): Composition {
  const surroundings = { clock: browserClock, random: browserRandom };
  const api = createGuestApi({
    ...surroundings,
    base: apiBase,
    organizationId,
    deploymentId,
    routing,
    fetch: (request) => fetch(request),
    WebSocket,
  });
  const store = createChatStore({
    ...surroundings,
    api: async () => api,
    page: browserPage,
    storage: createBrowserStorage(storage),
    storageKey: savedChatKey(deploymentId),
    guest,
  });
  return { store, now: browserClock.now, onHide: browserPage.onHide };
}
