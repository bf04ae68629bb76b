import { env } from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  attachStoredGuest,
  createStoredGuest,
  engines,
  openTestStore,
  runDueJobs,
  sendStored,
  type TestStore,
} from '../../testing/harness/test-store.ts';
import { defaultTiming as timing } from '../domain/timing.ts';

/** Everything a storage engine promises to what is built on it. */
test('every engine runs here, or says how to get it', () => {
  if (!engines.includes('postgres')) {
    expect(env.CI, 'without PORCHLIGHT_TEST_POSTGRES; npm test starts one').toBeUndefined();
  }
  // biome-ignore lint/suspicious/noConsole: a run says which engines it met
  console.log(`storage contract: ${engines.join(' and ')}`);
});

describe.each(engines)('on %s', (engine) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore(engine);
  });
  afterEach(() => store.remove());

  const messagesOf = (conversationId: string) =>
    store.withDatabase((db) =>
      db.selectFrom('message').selectAll().where('conversation_id', '=', conversationId).orderBy('seq').execute(),
    );
  const agentsOf = (conversationId: string) =>
    store.withDatabase((db) =>
      db
        .selectFrom('member')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('role', '=', 'AGENT')
        .orderBy('created_at')
        .execute(),
    );

  test('racing sends, every key twice, become one dense row of rising times', async () => {
    const guest = await attachStoredGuest(store, 1_000);
    const keys = Array.from({ length: 200 }, (_, index) => `key ${index}`);

    const answers = await Promise.all(
      [...keys, ...keys].map((key, index) => sendStored(store, guest, { body: key, key, now: 1_000 + (index % 7) })),
    );

    const messages = await messagesOf(guest.conversationId);
    expect(messages.map(({ seq }) => seq)).toEqual(keys.map((_, index) => index + 1));
    for (const [index, { sent_at }] of messages.entries()) {
      expect(sent_at).toBeGreaterThan(messages[index - 1]?.sent_at ?? 0);
    }
    expect(new Set(answers.map(({ value }) => value?.id)).size).toBe(keys.length);
    expect(messages.map(({ body }) => body)).toEqual(keys);
  });

  test('results are delivered in commit order for each conversation', async () => {
    const guests = [await attachStoredGuest(store, 1_000), await attachStoredGuest(store, 1_000)];
    const delivered = new Map<string, number[]>();

    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const guest = guests[index % 2];
        if (!guest) return;
        const outcome = await sendStored(store, guest, { body: `${index}`, now: 2_000 });
        for (const event of outcome.events) {
          if (event.type !== 'message') continue;
          delivered.set(event.conversationId, [...(delivered.get(event.conversationId) ?? []), event.message.seq]);
        }
      }),
    );

    const inOrder = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(guests.map(({ conversationId }) => delivered.get(conversationId))).toEqual([inOrder, inOrder]);
  });

  test('of racing answers to one offer one becomes the answer', async () => {
    const guest = await attachStoredGuest(store, 1_000);
    const [offer] = await agentsOf(guest.conversationId);
    const agent = { conversationId: guest.conversationId, userId: offer?.user_id ?? '' };
    const args = { agent, now: 2_000, timing, participantId: offer?.participant_id ?? '', state: 'connected' } as const;

    await Promise.all(Array.from({ length: 20 }, () => store.storage.run('changeParticipant', args)));

    expect((await agentsOf(guest.conversationId)).map(({ state }) => state)).toEqual(['CONNECTED']);
    const messages = await messagesOf(guest.conversationId);
    expect(messages.map(({ body_type }) => body_type)).toEqual(['member-join']);
  });

  test('an offer that ends while it is answered ends, or is answered, and never both', async () => {
    const now = 1_000 + timing.alertingMs;
    for (let round = 0; round < 5; round += 1) {
      const guest = await attachStoredGuest(store, 1_000);
      const [offer] = await agentsOf(guest.conversationId);
      const agent = { conversationId: guest.conversationId, userId: offer?.user_id ?? '' };
      const participantId = offer?.participant_id ?? '';

      await Promise.all([
        runDueJobs(store, { now }),
        store.storage.run('changeParticipant', { agent, now, timing, participantId, state: 'connected' }),
      ]);
      await runDueJobs(store, { now });

      const [member] = await agentsOf(guest.conversationId);
      const messages = await messagesOf(guest.conversationId);
      expect(messages.filter(({ body_type }) => body_type === 'member-join')).toHaveLength(
        member?.state === 'CONNECTED' ? 1 : 0,
      );
      await store.storage.run('leaveAsGuest', { ...guest, now, timing });
    }
  });

  test('an agent is never offered more chats than its capacity, however many guests come together', async () => {
    const guests = await Promise.all(Array.from({ length: 12 }, () => createStoredGuest(store, 1_000)));

    await Promise.all([
      ...guests.map((guest) => store.storage.run('attachGuest', { ...guest, now: 2_000, timing, line: 'socket' })),
      runDueJobs(store, { now: 2_000 }),
    ]);
    await runDueJobs(store, { now: 2_000 });

    const offers = await Promise.all(guests.map(({ conversationId }) => agentsOf(conversationId)));
    expect(offers.flat()).toHaveLength(4);
  });

  test('guests who come, write and leave at once beside due jobs leave nothing half done', async () => {
    const guests = await Promise.all(Array.from({ length: 15 }, () => attachStoredGuest(store, 1_000)));

    await Promise.all(
      guests.flatMap((guest, index) => [
        sendStored(store, guest, { body: 'Hello', now: 2_000 }),
        store.storage.run('leaveAsGuest', { ...guest, now: 2_000 + index, timing }),
        runDueJobs(store, { now: 2_000 + timing.alertingMs * (index % 3) }),
      ]),
    );

    const chats = await store.withDatabase((db) => db.selectFrom('conversation').selectAll().execute());
    expect(chats.map(({ ended_at, is_waiting }) => [ended_at !== null, is_waiting])).toEqual(
      guests.map(() => [true, 0]),
    );
    const active = await store.withDatabase((db) =>
      db.selectFrom('member').selectAll().where('state', '<>', 'DISCONNECTED').execute(),
    );
    expect(active).toEqual([]);
  });

  test('a socket lost and found again at once is found, since both happen in the order they were asked for', async () => {
    const guest = await attachStoredGuest(store, 1_000);

    await Promise.all([
      store.storage.run('startReconnectGrace', { ...guest, now: 2_000, timing }),
      store.storage.run('attachGuest', { ...guest, now: 2_000, timing, line: 'socket' }),
    ]);

    const member = await store.withDatabase((db) =>
      db.selectFrom('member').selectAll().where('id', '=', guest.memberId).executeTakeFirstOrThrow(),
    );
    expect(member).toMatchObject({ state: 'CONNECTED', line_until: null });
  });

  test('a restart forgets nothing, and what became due meanwhile is done', async () => {
    const guest = await attachStoredGuest(store, 1_000);
    await sendStored(store, guest, { body: 'Still there?', key: 'one', now: 2_000 });

    await store.reopen();

    const again = await sendStored(store, guest, { body: 'Still there?', key: 'one', now: 3_000 });
    expect(again.value).toMatchObject({ seq: 1, sent_at: 2_000 });
    await runDueJobs(store, { now: 1_000 + timing.alertingMs });
    const [offer] = await agentsOf(guest.conversationId);
    expect(offer).toMatchObject({ state: 'DISCONNECTED', alerting_until: null });
  });

  test('times and numbers are numbers, however large', async () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    const guest = await attachStoredGuest(store, now);

    const { value } = await sendStored(store, guest, { body: 'Now', now });

    expect(value).toMatchObject({ seq: 1, sent_at: now });
    const query = { sortOrder: 'ascending', maxResults: 100 } as const;
    const listed = await store.storage.run('listMessages', { guest, now, query });
    expect(listed.value?.messages).toMatchObject([{ seq: 1, sent_at: now }]);
  });

  test('of many guesses at once only as many as are allowed are let through', async () => {
    const limit = { most: 5, withinMs: 60_000, lockMs: 60_000 };
    const guesses = [
      { key: 'robin', limit },
      { key: 'a network', limit: { ...limit, most: 50 } },
    ];
    const guess = (now: number) => store.storage.run('recordSignInGuess', { guesses, now });

    const answers = await Promise.all(Array.from({ length: 12 }, () => guess(1_000)));

    expect(answers.filter(({ lockedMs }) => lockedMs === 0)).toHaveLength(5);
    expect(answers.filter(({ nowLocked }) => nowLocked.includes('robin'))).toHaveLength(1);
    await store.reopen();
    expect(await guess(1_500)).toEqual({ lockedMs: 59_500, nowLocked: [] });
    const counted = { keys: ['a network', 'nobody', 'robin'], now: 1_500, withinMs: 60_000 };
    expect(await store.storage.run('countSignInGuesses', counted)).toEqual([5, 0, 5]);
    await store.storage.run('forgetSignInGuesses', { keys: ['robin'] });
    expect((await guess(1_500)).lockedMs).toBe(0);
  });

  test('topics added at once are all there', async () => {
    const { user_id: userId } = await store.withDatabase((db) =>
      db.selectFrom('queue_member').select('user_id').executeTakeFirstOrThrow(),
    );
    const through = { clientId: store.seed.client.id, secretNumber: 1 };
    const opened = await store.storage.run('createChannel', { now: 1_000, userId, lifeMs: 60_000, through });
    const channelId = opened.value?.id ?? '';
    const guests = [await attachStoredGuest(store, 1_000), await attachStoredGuest(store, 1_000)];
    const topics = guests.map(({ conversationId }) => `v2.conversations.chats.${conversationId}.messages`);

    await Promise.all(
      topics.map((topic) =>
        store.storage.run('changeTopics', {
          now: 2_000,
          userId,
          channelId,
          lifeMs: 60_000,
          topics: [topic],
          mode: 'add',
        }),
      ),
    );

    const found = await store.storage.run('findChannel', { now: 3_000, channelId });
    expect(found?.topics.toSorted()).toEqual(topics.toSorted());
  });
});
