import { onTestFinished } from 'vitest';
import { shareAmongTabs } from '../api/share-conversation.ts';
import type { GuestDetails } from '../chat/member.ts';
import { createTabOutboxes } from '../chat-store/tab-outboxes.ts';
import { createChatStore } from '../store/chat-store.ts';
import { createConversationModel } from '../store/conversation-model.ts';
import { createWaitingConversation } from '../store/waiting-conversation.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakePage } from './fake-page.ts';
import { createFakeRandom } from './fake-random.ts';
import type { createFakeBrowser } from './fake-tabs.ts';
import { createMemoryStorage } from './fakes/memory-storage.ts';
import { createMemoryChat } from './memory-chat.ts';

export type StoreSetting = {
  clock?: ReturnType<typeof createFakeClock>;
  service?: ReturnType<typeof createMemoryChat>;
  /** What is kept between pages. */
  kept?: Map<string, string>;
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
  kept = new Map(),
  guest = { displayName: 'Gina' },
  asksConsent = false,
  isStorageShared = false,
  browser,
  mayBeSent = () => true,
}: StoreSetting = {}) {
  const page = createFakePage();
  const storage = createMemoryStorage(kept);
  const tabs = browser?.open();
  const random = createFakeRandom();
  const api = tabs ? shareAmongTabs(service.api, tabs, clock) : service.api;
  const store = createChatStore({
    engine: async () => ({ api, createConversationModel, createTabOutboxes }),
    createModel: createWaitingConversation,
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
  return { store, clock, service, page, kept, tabs };
}

/** The same with a chat under way that no agent has come to. */
export async function openLiveStore(setting?: StoreSetting) {
  const opened = openStore(setting);
  opened.store.start();
  await opened.clock.elapse(0);
  return opened;
}
