import { expect, test } from 'vitest';
import { createMemoryChat } from '../testing/fakes/memory-chat.ts';
import { openStore } from '../testing/harness/open-store.ts';
import { mergeSavedChat, readSavedChat } from './saved-chat.ts';

const conversation = {
  id: 'c',
  memberId: 'me1',
  jwt: 'token',
  eventStreamUri: 'wss://chat.example/stream',
  capabilities: { idempotencyKey: true, seq: true },
};
const older = (outbox: object[]) =>
  JSON.stringify({
    version: 1,
    conversation,
    outbox,
    guest: { displayName: 'Gina' },
    isOpen: true,
    seenAt: 0,
    draft: '',
  });
const entry = (key: string, body: string, progress: object) => ({ key, body, at: 1, attempt: 1, progress });

test('what the version before kept belongs to the chat it lay beside, and copies of one text are one [L9]', () => {
  const confirmed = { state: 'confirmed', messageId: 'm1' };
  const { outbox } = readSavedChat(
    older([entry('a', 'A', confirmed), entry('b', 'B', { state: 'queued' }), entry('a', 'A', { state: 'inflight' })]),
  );

  expect(outbox).toMatchObject([
    { key: 'a', conversation: 'c', progress: confirmed },
    { key: 'b', conversation: 'c', progress: { state: 'queued' } },
  ]);
});

test('what the version before kept is sent once by the page that finds it, and kept apart from then on', async () => {
  const stored = new Map([
    ['chat', older([entry('a', 'A', { state: 'inflight' }), entry('a', 'A', { state: 'inflight' })])],
  ]);
  const service = createMemoryChat();
  service.join('me1', 'customer', 'Gina');
  const { store, clock } = openStore({ stored, service, isStorageShared: true });
  expect(readSavedChat(stored.get('chat')).outbox).toEqual([]);
  await clock.elapse(10_000);

  expect(service.asked.filter((asked) => asked.startsWith('send'))).toEqual(['send A']);
  expect(store.entries.value.map(({ body, delivery }) => `${body} ${delivery.state}`)).toEqual(['A sent']);
  expect([...stored.keys()]).toEqual(['chat']);
});

test('a tab without a chat leaves the chat, the farewell and the draft of others as they are [L1]', () => {
  const theirs = { ...readSavedChat(older([])), leaving: { ...conversation, id: 'left' }, draft: 'half a sen' };
  const mine = { ...readSavedChat(undefined), seenAt: 7 };
  const nothing = { isGone: () => false, hasLeft: () => false, hasDraft: false };

  expect(mergeSavedChat(mine, theirs, nothing)).toMatchObject({
    conversation,
    leaving: { id: 'left' },
    draft: 'half a sen',
    seenAt: 7,
  });
  expect(mergeSavedChat(mine, theirs, { isGone: () => true, hasLeft: () => true, hasDraft: true })).toMatchObject({
    conversation: undefined,
    leaving: undefined,
    draft: '',
  });
});
