import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  attachStoredGuest,
  engines,
  openTestStore,
  sendStored,
  type TestStore,
} from '../../testing/harness/test-store.ts';
import { defaultTiming as timing } from '../domain/timing.ts';
import { messagesPerPiece } from './repositories/delete-chat.ts';

const day = 24 * 60 * 60 * 1000;

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore(engine);
  });
  afterEach(() => store.remove());

  const keepFor = (retention_days: number | null) =>
    store.withDatabase((db) => db.updateTable('deployment').set({ retention_days }).execute());
  const chats = () => store.withDatabase((db) => db.selectFrom('conversation').select('id').execute());
  const due = async (now: number) => {
    const all = await store.storage.run('listDueJobs', { now, running: [] });
    return all.filter(({ kind }) => kind === 'retention');
  };

  /** A chat that ended at this time. */
  async function endedAt(ended_at: number): Promise<void> {
    const guest = await attachStoredGuest(store, 0);
    await sendStored(store, guest, { body: 'Hello', now: 1 });
    const over = { ended_at, is_waiting: 0, silence_at: null, notice_at: null } as const;
    await store.withDatabase((db) => db.updateTable('conversation').set(over).execute());
  }

  test('a chat is due when its days are over, and not a moment before', async () => {
    await endedAt(1000);
    expect(await due(1000 * day)).toEqual([]);
    await keepFor(30);

    expect(await due(1000 + 30 * day - 1)).toEqual([]);
    expect(await due(1000 + 30 * day)).toHaveLength(1);
  });

  test('a due chat stays when the deployment keeps chats for longer by then', async () => {
    await endedAt(1000);
    await keepFor(1);
    const now = 1000 + 2 * day;
    const [old] = await due(now);
    if (!old) throw new Error('Nothing is due');

    await keepFor(3);
    await store.storage.run('runDueJob', { now, timing, due: old });
    expect(await chats()).toHaveLength(1);

    await keepFor(2);
    await store.storage.run('runDueJob', { now, timing, due: old });
    expect(await chats()).toEqual([]);
  });

  test('a long chat goes in pieces of a bounded size, and nothing finds it from the first on [S1]', async () => {
    await endedAt(1000);
    await keepFor(1);
    const now = 1000 + 2 * day;
    const [chat] = await chats();
    const message = await store.withDatabase((db) => db.selectFrom('message').selectAll().executeTakeFirstOrThrow());
    const count = 2 * messagesPerPiece + 7;
    const more = Array.from({ length: count - 1 }, (_, index) => ({
      ...message,
      seq: message.seq + 1 + index,
      id: `message ${index}`,
      idempotency_key: null,
    }));
    await store.withDatabase((db) => db.insertInto('message').values(more).execute());
    const left = async () => (await store.withDatabase((db) => db.selectFrom('message').select('id').execute())).length;

    const sizes: number[] = [];
    for (let round = 0; round < 10 && (await chats()).length > 0; round += 1) {
      const before = await left();
      for (const one of await due(now)) await store.storage.run('runDueJob', { now, timing, due: one });
      sizes.push(before - (await left()));
    }

    expect(sizes).toEqual([messagesPerPiece, messagesPerPiece, 7]);
    expect(chat).toBeDefined();
    expect(await chats()).toEqual([]);
  });
});
