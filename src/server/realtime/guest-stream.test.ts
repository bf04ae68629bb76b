import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebChatMemberInfo } from '../../protocol/schema/member.ts';
import { administer, changeCapacity } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, noLimits, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createConnectedChat, createGuest, openSocket, type TestGuest } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeCapacity(server, 100);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const self = async (guest: TestGuest) =>
  (await guest.call('GET', `/members/${guest.memberId}`)).body as WebChatMemberInfo;

/** Until the service noticed a lost socket, a moment after the client did. */
const noticed = (guest: TestGuest) =>
  until(async () => {
    const member = await server.services.storage.run('getMember', {
      guest: { conversationId: guest.id, memberId: guest.memberId, origin: undefined },
      now: server.now(),
      memberId: guest.memberId,
    });
    return member.value?.line_until !== null;
  }, 'the lost socket noticed');

/** The status answered to a handshake that lacks its key. */
function upgradeWithoutKey(uri: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' };
    request(uri.replace('ws', 'http'), { headers }, ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end();
  });
}

test('frames look as recorded: topic, version, body, and metadata with a capital CorrelationId', async () => {
  const { guest, socket } = await createConnectedChat(server);
  await guest.say('Hello', { 'Idempotency-Key': 'one' });
  await socket.waitFor('message Hello');

  expect(socket.frames.find(({ eventBody }) => 'body' in eventBody && eventBody.body === 'Hello')).toEqual({
    topicName: `v2.conversations.chats.${guest.id}.messages`,
    version: '2',
    eventBody: {
      id: expect.any(String),
      conversation: { id: guest.id },
      sender: { id: guest.memberId },
      body: 'Hello',
      bodyType: 'standard',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      seq: 2,
      idempotencyKey: 'one',
    },
    metadata: { CorrelationId: expect.any(String), type: 'message' },
  });
});

test('a heartbeat every half minute has the newest number; a ping is answered', async () => {
  const { guest, socket } = await createConnectedChat(server);
  await guest.say('Hello');
  await socket.waitFor('message Hello');

  socket.send('nonsense');
  socket.send('{"message":"ping"}');
  await socket.waitFor('pong');
  await server.elapse(30_000);
  await socket.waitFor('WebSocket Heartbeat');

  expect(socket.frames.at(-1)).toEqual({
    topicName: 'channel.metadata',
    eventBody: { message: 'WebSocket Heartbeat', seq: 2 },
  });
});

test('a client may send as soon as its socket is open, under whatever subprotocol it named', async () => {
  const guest = await createGuest(server);

  const socket = await guest.attach({ protocols: ['anything', 'else'] });

  expect(socket.protocol).toBe('anything');
  expect((await guest.say('Quick')).status).toBe(200);
});

test('every socket of a guest gets the frames, and closing one of two changes nothing', async () => {
  const { guest, socket } = await createConnectedChat(server);
  const second = await guest.attach();
  second.close();
  await second.closed;
  await server.elapse(120_000);

  await guest.say('Still here');
  await socket.waitFor('message Still here');

  expect(await self(guest)).toMatchObject({ state: 'CONNECTED' });
});

test('a minute after its last socket a guest is away, and connected again when it comes back', async () => {
  const { guest, socket } = await createConnectedChat(server);
  socket.close();
  await noticed(guest);

  await server.elapse(55_000);
  expect(await self(guest)).toMatchObject({ state: 'CONNECTED' });
  await server.elapse(5_000);
  expect(await self(guest)).toMatchObject({ state: 'DISCONNECTED' });
  expect(await self(guest)).not.toHaveProperty('leaveDate');

  const back = await guest.attach();
  expect(await self(guest)).toMatchObject({ state: 'CONNECTED' });
  await back.waitFor('member guest CONNECTED');
});

test('a guest back within its minute was never away', async () => {
  const { guest, socket } = await createConnectedChat(server);
  socket.close();
  await noticed(guest);
  await server.elapse(30_000);

  const back = await guest.attach();
  await server.elapse(120_000);

  expect(back.received.filter((what) => what.startsWith('member'))).toEqual([]);
  expect(await self(guest)).toMatchObject({ state: 'CONNECTED' });
});

test('the stream of a chat that is over says so and closes', async () => {
  const guest = await createGuest(server);
  await guest.attach();
  await guest.leave();

  const late = await guest.attach();

  expect(await late.closed).toEqual({ code: 1001, reason: 'The conversation is ended' });
});

test('a token of another kind, or an invented one, gets a close code', async () => {
  const guest = await createGuest(server);
  const base = guest.eventStreamUri.replace(/[^/]*$/, '');

  expect((await (await openSocket(`${base}${guest.jwt}`)).closed).code).toBe(4100);
  expect((await (await openSocket(`${base}nothing`)).closed).code).toBe(4100);
  await expect(openSocket(`${base}a/b`)).rejects.toThrow('refused with 404');
});

test('a client that says too much is closed with the code for it, and a crooked handshake attaches nothing', async () => {
  const guest = await createGuest(server);
  expect(await upgradeWithoutKey(guest.eventStreamUri)).toBe(400);
  expect(await self(guest)).toMatchObject({ state: 'DISCONNECTED' });

  const socket = await guest.attach();
  socket.send('x'.repeat(5_000));

  expect(await socket.closed).toMatchObject({ code: 1009 });
});

test('a token past its time opens nothing and reads nothing', async () => {
  const short = await startInProcessServer();
  const guest = await createGuest(short);
  await guest.attach();
  short.skip(25 * 60 * 60 * 1000);

  expect(await guest.call('GET', '/messages')).toMatchObject({ status: 401, body: { code: 'credentials.expired' } });
  expect((await (await guest.attach()).closed).code).toBe(4100);
  await short.stop();
});

test('the guest reads in the order of the list, whatever races', async () => {
  const { guest, socket } = await createConnectedChat(server);
  const bodies = Array.from({ length: 30 }, (_, index) => `message ${index}`);

  await Promise.all(bodies.map((body, index) => (index % 2 ? guest.say(body) : server.agent.say(guest.id, body))));
  await until(() => socket.received.filter((what) => what.startsWith('message ')).length === 30);

  const listed = (await server.agent.messages(guest.id)).map(({ id }) => id);
  const received = socket.frames.flatMap(({ eventBody }) => ('bodyType' in eventBody ? [eventBody.id] : []));
  expect(received).toEqual(listed);
});

test('a guest that reads nothing is let go before it fills the memory', async () => {
  const { guest, socket } = await createConnectedChat(server);
  socket.pause();
  for (let count = 0; count < 2_000 && !socket.received.includes('closed 4008'); count += 1) {
    server.services.hub.publish({
      type: 'message',
      conversationId: guest.id,
      senderUserId: null,
      message: {
        conversation_id: guest.id,
        seq: 1000 + count,
        id: `m${count}`,
        sender_id: guest.memberId,
        body: 'x'.repeat(4000),
        body_type: 'standard',
        sent_at: 0,
        idempotency_key: null,
      },
    });
  }
  socket.resume();

  expect((await socket.closed).code).toBe(4008);
});

test('after a restart a guest whose socket vanished has its minute to come back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-test-'));
  const first = await startInProcessServer({ folder });
  const { guest } = await createConnectedChat(first);
  await first.stop();
  // As after kill -9, when no process records that the sockets are gone.
  await administer({ folder }, (db) => db.updateTable('member').set({ line_until: null }).execute());

  const second = await startInProcessServer({ folder });
  const guestState = async () => (await second.agent.conversation(guest.id)).participants[0]?.state;
  expect(await guestState()).toBe('connected');
  await second.elapse(60_000);
  expect(await guestState()).toBe('disconnected');
  await second.stop();
  await rm(folder, { recursive: true });
});

test('an hour in which nothing was served ends no chat: the guest comes back and speaks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-test-'));
  const first = await startInProcessServer({ folder });
  const { guest } = await createConnectedChat(first);
  await first.stop();

  const second = await startInProcessServer({ folder, startAt: first.now() + 60 * 60 * 1000 });
  await second.elapse(30_000);
  const { now, services } = second;
  const caller = { conversationId: guest.id, memberId: guest.memberId, origin: undefined };
  const line = { ...caller, now: now(), timing: services.settings.timing, line: 'socket' } as const;
  expect(await services.storage.run('attachGuest', line)).toMatchObject({ value: { seq: 1 } });
  const text = { body: 'Back', bodyType: 'standard', key: undefined } as const;
  await services.storage.run('sendMessage', { guest: caller, now: now(), timing: services.settings.timing, text });
  await second.elapse(10 * 60 * 1000);

  expect((await second.agent.chats()).map(({ id }) => id)).toEqual([guest.id]);
  await second.stop();
  await rm(folder, { recursive: true });
});

test('a guest who opens socket after socket has to wait, and learns for how long', async () => {
  const strict = await startInProcessServer({
    settings: { limits: { ...noLimits, guestUpgrade: { burst: 2, perSecond: 1 } } },
  });
  const guest = await createGuest(strict);
  const other = await createGuest(strict);

  await Promise.all([guest.attach(), guest.attach()]);
  await expect(guest.attach()).rejects.toThrow('refused with 429');
  await other.attach();
  await strict.elapse(1_000);
  await guest.attach();

  await strict.stop();
});
