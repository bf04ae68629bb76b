import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  attachStoredGuest,
  engines,
  openTestStore,
  type StoredGuest,
  type TestStore,
} from '../../testing/harness/test-store.ts';
import { createRequirementsKey } from '../domain/requirements-key.ts';
import { defaultTiming as timing } from '../domain/timing.ts';

describe.each(engines)('waiting chats on %s', (engine) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore(engine);
    await store.withDatabase((db) => db.updateTable('user').set({ on_queue: 0 }).execute());
  });
  afterEach(() => store.remove());

  /** Another person in the queue, off queue, who alone speaks this language and has this skill. */
  const addColleague = () =>
    store.withDatabase(async (db) => {
      const person = await db.selectFrom('user').selectAll().executeTakeFirstOrThrow();
      await db
        .insertInto('user')
        .values({ ...person, id: 'colleague', email: 'colleague@example.com' })
        .execute();
      const { queue_id } = await db.selectFrom('queue_member').select('queue_id').executeTakeFirstOrThrow();
      await db.insertInto('queue_member').values({ queue_id, user_id: 'colleague' }).execute();
      const ability = { user_id: 'colleague', kind: 'skill', name: 'refunds' } as const;
      await db.insertInto('user_skill').values(ability).execute();
    });

  /** As many more chats like this one, as visitors can open over time. */
  async function multiply(guest: StoredGuest, count: number, wish: (index: number) => object): Promise<void> {
    await store.withDatabase(async (db) => {
      const chat = await db
        .selectFrom('conversation')
        .selectAll()
        .where('id', '=', guest.conversationId)
        .executeTakeFirstOrThrow();
      const member = await db
        .selectFrom('member')
        .selectAll()
        .where('id', '=', guest.memberId)
        .executeTakeFirstOrThrow();
      for (let from = 0; from < count; from += 200) {
        const numbers = Array.from({ length: Math.min(200, count - from) }, (_, index) => from + index);
        const chats = numbers.map((index) => {
          const copy = { ...chat, id: `chat ${index}`, guest_id: `guest ${index}`, priority: 9, ...wish(index) };
          return { ...copy, wish_key: createRequirementsKey(copy) };
        });
        const guests = numbers.map((index) => ({
          ...member,
          id: `guest ${index}`,
          participant_id: `participant ${index}`,
          conversation_id: `chat ${index}`,
        }));
        await db.insertInto('conversation').values(chats).execute();
        await db.insertInto('member').values(guests).execute();
      }
    });
  }

  async function offeredTo(userId: string): Promise<string[]> {
    const rows = await store.withDatabase((db) =>
      db.selectFrom('member').select('conversation_id').where('user_id', '=', userId).execute(),
    );
    return rows.map(({ conversation_id }) => conversation_id);
  }

  async function goOnQueue(): Promise<string> {
    const { id } = await store.withDatabase((db) =>
      db
        .selectFrom('user')
        .select('id')
        .where('id', '<>', 'colleague')
        .where('email', 'like', '%')
        .executeTakeFirstOrThrow(),
    );
    await store.withDatabase((db) => db.updateTable('user').set({ on_queue: 1 }).where('id', '=', id).execute());
    for (const due of await store.storage.run('listDueJobs', { now: 5_000, running: [] })) {
      await store.storage.run('runDueJob', { now: 5_000, timing, due });
    }
    return id;
  }

  test.each([
    ['one skill that only an absent colleague has', () => ({ skills: '["refunds"]' })],
    ['that skill and a different word each', (index: number) => ({ skills: `["Refunds","junk ${index}"]` })],
  ])('a visitor without wishes is reached behind 1,005 urgent chats that ask for %s [S12]', async (_, wish) => {
    await addColleague();
    const guest = await attachStoredGuest(store, 1_000);
    await multiply(guest, 1_005, wish);

    const agent = await goOnQueue();

    expect(await offeredTo(agent)).toEqual([guest.conversationId]);
  });

  test('a requirement that no member of the queue can meet does not count', async () => {
    const guest = await attachStoredGuest(store, 1_000);
    await multiply(guest, 2, (index) => ({ skills: `["junk ${index}"]`, language: 'Klingon' }));

    const agent = await goOnQueue();

    expect((await offeredTo(agent)).sort()).toEqual(['chat 0', 'chat 1', guest.conversationId].sort());
  });
});

test('chats that ask for the same in another order and case have one key', () => {
  const key = createRequirementsKey({ skills: '["Refunds","vip","refunds"]', language: 'de' });
  expect(createRequirementsKey({ skills: '["VIP","refunds"]', language: 'DE' })).toBe(key);
  expect(createRequirementsKey({ skills: '["VIP"]', language: 'DE' })).not.toBe(key);
  expect(createRequirementsKey({ skills: '[', language: null })).toBe('');
});
