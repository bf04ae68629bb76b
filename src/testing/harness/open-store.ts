import { onTestFinished } from 'vitest';
import type { GuestDetails } from '../../chat/model.ts';
import { createChatStore } from '../../chat-store/chat-store.ts';
import { createConversationModel } from '../../chat-store/conversation/conversation.ts';
import { createPreChatOutbox } from '../../chat-store/pre-chat-outbox.ts';
import { createTabOutboxes } from '../../chat-store/tab-outboxes.ts';
import { shareAmongTabs } from '../../client/tabs/share-conversation.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createMemoryChat } from '../fakes/memory-chat.ts';
import { createMemoryStorage } from '../fakes/memory-storage.ts';
import { createFakePage } from '../fakes/page.ts';
import { createFakeRandom } from '../fakes/random.ts';
import type { createFakeBrowser } from '../fakes/tabs.ts';

export type StoreSetting = {
  clock?: ReturnType<typeof createFakeClock>;
  service?: ReturnType<typeof createMemoryChat>;
  /** The texts of the storage, by key. */
  stored?: Map<string, string>;
  guest?: Partial<GuestDetails>;
  asksConsent?: boolean;
  isStorageShared?: boolean;
  browser?: ReturnType<typeof createFakeBrowser>;
  mayBeSent?: (body: string) => boolean;
};

/** A visitor's store over a conversation in memory, on a page of its own. Pass the setting of an earlier one to reload. */
export function openStore({
  clock = createFakeClock(),
  service = createMemoryChat(),
  stored = new Map(),
  guest = { displayName: 'Gina' },
  asksConsent = false,
  isStorageShared = false,
  browser,
  mayBeSent = () => true,
}: StoreSetting = {}) {
  const page = createFakePage();
  const storage = createMemoryStorage(stored);
  const tabs = browser?.open();
  const random = createFakeRandom();
  const api = tabs ? shareAmongTabs(service.api, tabs, clock) : service.api;
  const store = createChatStore({
    engine: async () => ({ api, createConversationModel, createTabOutboxes }),
    createModel: createPreChatOutbox,
    ...(tabs && { tabs }),
    clock,
    page,
    random,
    storage,
    storageKey: 'chat',
    guest,
    asksConsent,
    isStorageShared,
    mayBeSent,
  });
  onTestFinished(() => store.dispose());
  return { store, clock, service, page, stored: stored, tabs };
}

/** The same with a chat under way that no agent has come to. */
export async function openLiveStore(setting?: StoreSetting) {
  const opened = openStore(setting);
  opened.store.start();
  await opened.clock.elapse(0);
  return opened;
}
