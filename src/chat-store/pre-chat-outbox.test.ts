import { expect, onTestFinished, test } from 'vitest';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { createMemoryChat } from '../testing/fakes/memory-chat.ts';
import { createMemoryStorage } from '../testing/fakes/memory-storage.ts';
import { createFakePage } from '../testing/fakes/page.ts';
import { createFakeRandom } from '../testing/fakes/random.ts';
import { createFakeBrowser } from '../testing/fakes/tabs.ts';
import { openStore } from '../testing/harness/open-store.ts';
import type { ChatEngine } from './chat-engine.ts';
import { createChatStore } from './chat-store.ts';
import { createConversationModel } from './conversation/conversation.ts';
import { createPreChatOutbox } from './pre-chat-outbox.ts';
import { createTabOutboxes } from './tab-outboxes.ts';

/** A visitor whose chat code is still on its way until `arrive`. */
function openEarly(
  stored = new Map<string, string>(),
  service = createMemoryChat(),
  browser?: ReturnType<typeof createFakeBrowser>,
) {
  const clock = createFakeClock();
  const engine = Promise.withResolvers<ChatEngine>();
  const store = createChatStore({
    engine: () => engine.promise,
    createModel: createPreChatOutbox,
    clock,
    page: createFakePage(),
    random: createFakeRandom(),
    storage: createMemoryStorage(stored),
    storageKey: 'chat',
    guest: { displayName: 'Gina' },
    ...(browser && { tabs: browser.open(), isStorageShared: true }),
  });
  onTestFinished(() => store.dispose());
  return {
    store,
    service,
    clock,
    stored,
    async arrive() {
      engine.resolve({ api: service.api, createConversationModel, createTabOutboxes });
      await clock.elapse(0);
    },
  };
}

const reads = ({ store }: Pick<ReturnType<typeof openEarly>, 'store'>) =>
  store.entries.value.map(({ body, delivery }) => `${body}: ${delivery.state}`);

test('what is written before the chat code has come is shown at once and sent in order once it has', async () => {
  const visitor = openEarly();

  visitor.store.send('first');
  visitor.store.send('second');
  const shown = visitor.store.entries.value.map(({ viewId }) => viewId);
  expect(reads(visitor)).toEqual(['first: queued', 'second: queued']);
  await visitor.arrive();

  expect(reads(visitor)).toEqual(['first: sent', 'second: sent']);
  // The same lines: a view moves nothing and speaks nothing twice.
  expect(visitor.store.entries.value.map(({ viewId }) => viewId)).toEqual(shown);
});

test('what was written is there after a reload, though the chat code never came', async () => {
  const early = openEarly();
  early.store.send('into the dark');
  early.store.dispose();

  const { store, clock } = openStore({ stored: early.stored });
  await clock.elapse(0);

  expect(reads({ store })).toEqual(['into the dark: sent']);
});

test('what is taken back before the chat code has come is never sent', async () => {
  const visitor = openEarly();
  visitor.store.send('too hasty');

  visitor.store.discard(visitor.store.entries.value[0]?.viewId ?? '');
  await visitor.arrive();

  expect(reads(visitor)).toEqual([]);
  expect(visitor.service.asked.filter((asked) => asked.startsWith('send'))).toEqual([]);
});

test('no other tab takes over what was written while the chat code came, however much later its own had', async () => {
  const browser = createFakeBrowser();
  const stored = new Map<string, string>();
  const service = createMemoryChat();
  service.api.createConversation = () => new Promise(() => {});
  const other = openStore({ browser, stored, service, isStorageShared: true });
  const visitor = openEarly(stored, service, browser);

  visitor.store.send('Hello');
  await other.clock.elapse(10_000);
  await visitor.arrive();
  await other.clock.elapse(10_000);

  expect(reads(visitor)).toEqual(['Hello: queued']);
  expect(reads(other)).toEqual([]);
});

test('a chat that resumes counts as catching up until its code has come and everybody is known', async () => {
  const before = openStore();
  before.store.start();
  await before.clock.elapse(0);
  before.store.dispose();

  const visitor = openEarly(before.stored, before.service);
  expect(visitor.store.status.value).toBe('catching-up');
  await visitor.arrive();

  expect(visitor.store.status.value).toBe('waiting');
});
