import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administer, changeCapacity } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { createGuest } from '../testing/harness/test-guest.ts';
import { defaultTiming as timing } from './domain/timing.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeCapacity(server, 0);
});
afterAll(() => server.stop());

const hour = 60 * 60 * 1000;

test('whatever the clock does, numbers are dense and times strictly rise, in one order with the list', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ step: fc.integer({ min: -hour, max: hour }), key: fc.option(fc.constantFrom('a', 'b', 'c')) }),
        { minLength: 1, maxLength: 25 },
      ),
      async (sends) => {
        const guest = await createGuest(server);
        await guest.attach().then((socket) => socket.close());
        const caller = { conversationId: guest.id, memberId: guest.memberId, origin: undefined };
        let now = server.now();

        const outcomes = await Promise.all(
          sends.map(({ step, key }) => {
            now += step;
            const text = { body: key ?? 'text', bodyType: 'standard' as const, key: key ?? undefined };
            return server.services.storage.run('sendMessage', { guest: caller, now, timing, text });
          }),
        );
        const query = { sortOrder: 'ascending', maxResults: 100 } as const;
        const listed = await server.services.storage.run('listMessages', { guest: caller, now, query });

        const messages = listed.value?.messages ?? [];
        expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
        for (const [index, { sent_at }] of messages.entries()) {
          expect(sent_at).toBeGreaterThan(messages[index - 1]?.sent_at ?? 0);
        }
        const keys = sends.flatMap(({ key }) => (key === null ? [] : [key]));
        expect(messages).toHaveLength(sends.length - keys.length + new Set(keys).size);
        // Each send's answer is what the list has, and in the order of sending.
        const announced = outcomes.map(({ value }) => value?.id);
        expect([...new Set(announced)]).toEqual(messages.map(({ id }) => id));
      },
    ),
    { numRuns: 60 },
  );
});

test('a message that an event announces is in the list, and one that is answered was announced', async () => {
  const guest = await createGuest(server);
  const socket = await guest.attach();
  const seenWhenAnnounced: Promise<string[]>[] = [];
  server.services.hub.subscribe(`v2.conversations.chats.${guest.id}.messages`, () => {
    seenWhenAnnounced.push(storedBodies(guest.id));
  });

  await guest.say('Committed first');

  expect(await Promise.all(seenWhenAnnounced)).toEqual([['Committed first']]);
  await socket.waitFor('message Committed first');
});

/** From another connection, which sees only what is committed. */
const storedBodies = (conversationId: string) =>
  administer(server, async (db) => {
    const rows = await db.selectFrom('message').select('body').where('conversation_id', '=', conversationId).execute();
    return rows.map(({ body }) => body);
  });
