import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { postgresUrl } from '../../testing/harness/test-postgres.ts';
import {
  attachStoredGuest,
  engines,
  openTestStore,
  sendStored,
  type TestStore,
} from '../../testing/harness/test-store.ts';
import { defaultTiming as timing } from '../domain/timing.ts';
import { sendBatch } from './operations/send-batch.ts';

const args = (guest: Awaited<ReturnType<typeof attachStoredGuest>>, body: string, key?: string) => ({
  guest,
  now: 2_000,
  timing,
  text: { body, bodyType: 'standard' as const, key },
});

describe.each(engines)('sends that wait together, on %s', (engine) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore(engine);
  });
  afterEach(() => store.remove());

  const storedIn = async (conversationId: string) => {
    const rows = await store.withDatabase((db) =>
      db.selectFrom('message').selectAll().where('conversation_id', '=', conversationId).orderBy('seq').execute(),
    );
    return rows.map(({ seq, body }) => `${seq} ${body}`);
  };

  test('what is plain is done at once, and what is not is left alone, with all that follows it in its chat', async () => {
    const [plain, over, keyed] = await Promise.all([1, 2, 3].map(() => attachStoredGuest(store, 1_000)));
    if (!plain || !over || !keyed) throw new Error('There are guests');
    await store.storage.run('leaveAsGuest', { ...over, now: 1_500, timing });
    await sendStored(store, keyed, { body: 'Once', key: 'a', now: 1_500 });

    const outcomes = await store.withDatabase((db) =>
      sendBatch(db, [
        args(plain, 'One'),
        args(over, 'Too late'),
        args(keyed, 'Another', 'b'),
        args(plain, 'Two', 'a'),
        args(keyed, 'Once', 'a'),
        args(keyed, 'After it', 'c'),
        args({ ...plain, conversationId: keyed.conversationId }, 'Not mine'),
        args(plain, 'Two', 'a'),
      ]),
    );

    expect(outcomes.map((outcome) => outcome?.value?.body)).toEqual([
      'One',
      undefined,
      'Another',
      'Two',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await storedIn(plain.conversationId)).toEqual(['1 One', '2 Two']);
    expect(await storedIn(keyed.conversationId)).toEqual(['1 Once', '2 Another']);
    const [first, second] = outcomes[0]?.events ?? [];
    expect([first?.type, second]).toEqual(['message', undefined]);
  });

  test('each of a crowd is answered as it would be alone, and in order', async () => {
    const guests = await Promise.all(Array.from({ length: 10 }, () => attachStoredGuest(store, 1_000)));
    const [gone, strange] = guests;
    if (!gone || !strange) throw new Error('There are guests');
    await store.storage.run('leaveAsGuest', { ...gone, now: 1_500, timing });

    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const guest = guests[index % guests.length];
        if (!guest) throw new Error('There are guests');
        return sendStored(store, guest, { body: `${index}`, key: `${index % 100}`, now: 2_000 + index }).then(
          ({ value, rejection }) => value?.seq ?? rejection?.code,
        );
      }),
    );

    for (const [index, guest] of guests.entries()) {
      const own = answers.filter((_, place) => place % guests.length === index);
      if (guest === gone) expect(new Set(own)).toEqual(new Set(['chat.error.conversation.state']));
      // Each key came back once more with other words.
      else
        expect(own).toEqual([
          ...Array.from({ length: 10 }, (_, seq) => seq + 1),
          ...Array(10).fill('request.conflict'),
        ]);
    }
  });

  test('a message that cannot be stored does not stop the others', async () => {
    const guests = await Promise.all(Array.from({ length: 5 }, () => attachStoredGuest(store, 1_000)));

    const outcomes = await Promise.allSettled(
      guests.map((guest, index) => sendStored(store, guest, { body: index === 2 ? 'a\0b' : 'Hello', now: 2_000 })),
    );

    const done = outcomes.map(({ status }) => status === 'fulfilled');
    expect(done).toEqual([true, true, engine === 'sqlite', true, true]);
  });
});

describe.skipIf(!postgresUrl)('sends that wait together, beside others', () => {
  test('only the messages of a locked chat wait for it', async () => {
    const store = await openTestStore('postgres');
    const held = await Promise.all([1, 2, 3].map(() => attachStoredGuest(store, 1_000)));
    const free = await attachStoredGuest(store, 1_000);
    const ids = held.map(({ conversationId }) => conversationId);

    const { waiting, quick } = await store.withDatabase((db) =>
      db.transaction().execute(async (tx) => {
        await tx.selectFrom('conversation').select('id').where('id', 'in', ids).forUpdate().execute();
        const waiting = held.map((guest) => sendStored(store, guest, { body: 'Waits', now: 2_000 }));
        return { waiting, quick: await sendStored(store, free, { body: 'Goes', now: 2_000 }) };
      }),
    );

    expect(quick.value).toMatchObject({ body: 'Goes' });
    for (const { value } of await Promise.all(waiting)) expect(value).toMatchObject({ body: 'Waits', seq: 1 });
    await store.remove();
  });
});
