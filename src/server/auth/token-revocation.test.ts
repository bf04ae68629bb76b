import { afterEach, expect, test } from 'vitest';
import { addAgent, administer } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import type { TestAgent } from '../../testing/harness/test-agent.ts';
import { createConnectedChat, openSocket } from '../../testing/harness/test-guest.ts';

let server: InProcessServer;
afterEach(() => server.stop());

type Channel = { id: string; connectUri: string };
const channels = '/api/v2/notifications/channels';
const openChannel = async (agent: TestAgent) => (await agent.call('POST', channels)).body as Channel;

test('signing out of the console closes its sockets, and only those', async () => {
  server = await startInProcessServer();
  const browser = async () => {
    const headers = { 'Content-Type': 'application/json', Origin: server.origin };
    const body = JSON.stringify(server.seed.agent);
    const signedIn = await server.fetch('/api/v2/console/session', { method: 'POST', headers, body });
    const own = { ...headers, Cookie: signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? '' };
    const channel = (await (await server.fetch(channels, { method: 'POST', headers: own })).json()) as Channel;
    return { headers: own, socket: await openSocket(channel.connectUri, { origin: server.origin }) };
  };
  const [one, other] = [await browser(), await browser()];

  await server.fetch('/api/v2/console/session', { method: 'DELETE', headers: one.headers });

  expect(await one.socket.closed).toMatchObject({ code: 4101 });
  expect(one.socket.frames.at(-1)).toMatchObject({
    topicName: 'v2.system.token_revoked',
    eventBody: { systemTopicType: 'token_revoked', reason: 'user_tokens_revoked' },
  });
  other.socket.send('{"message":"ping"}');
  await other.socket.waitFor('pong');
});

test('a client that is removed, or may do less, is so within ten seconds, and its socket within a heartbeat', async () => {
  server = await startInProcessServer();
  const { guest } = await createConnectedChat(server);
  const socket = await openSocket((await openChannel(server.agent)).connectUri);
  const { id } = server.seed.client;
  await administer(server, (db) =>
    db.updateTable('oauth_client').set({ permissions: '[]' }).where('id', '=', id).execute(),
  );
  await server.elapse(10_000);

  const end = await server.agent.call('PATCH', `/api/v2/conversations/chats/${guest.id}`, { state: 'disconnected' });
  expect(end).toMatchObject({ status: 403, body: { code: 'missing.permissions' } });
  await server.services.storage.run('removeOAuthClient', { now: server.now(), id });
  await server.elapse(10_000);
  expect(await server.agent.call('GET', '/api/v2/users/me')).toMatchObject({
    status: 401,
    body: { code: 'bad.credentials' },
  });
  await server.elapse(30_000);
  expect(await socket.closed).toMatchObject({ code: 4101 });
});

test('a person who is removed is out, and the chats they had ring elsewhere', async () => {
  server = await startInProcessServer();
  const { guest } = await createConnectedChat(server);
  const kim = await addAgent(server, { name: 'Kim' });
  const { userId } = server.agent;

  const { storage, settings } = server.services;
  await storage.run('removeUser', { now: server.now(), timing: settings.timing, userId });
  await server.elapse(10_000);

  expect((await kim.chats()).map(({ id }) => id)).toEqual([guest.id]);
  expect(await server.agent.call('GET', '/api/v2/users/me')).toMatchObject({ status: 401 });
  await kim.accept(guest.id);
  expect(await guest.say('Still me')).toMatchObject({ status: 200 });
});

test('one channel too many ends the oldest, which gets a frame about it', async () => {
  server = await startInProcessServer();
  const first = await openChannel(server.agent);
  const socket = await openSocket(first.connectUri);
  await server.elapse(1);

  for (let count = 0; count < 20; count += 1) await openChannel(server.agent);

  expect(await socket.closed).toMatchObject({ code: 4101 });
  expect(socket.frames.at(-1)).toMatchObject({
    topicName: 'v2.system.no_longer_subscribed',
    eventBody: { reason: 'another_channel_subscribed', channelId: first.id },
  });
});

test('subscribing renews a channel, replacing its topics is announced, and the topics of queues are for their members', async () => {
  server = await startInProcessServer();
  const channel = await openChannel(server.agent);
  const stranger = await addAgent({ ...server, seed: { ...server.seed, queue: 'Elsewhere' } }, { name: 'Sam' });
  const queues = await administer(server, (db) => db.selectFrom('queue').selectAll().execute());
  const topicOf = (name: string) =>
    `v2.routing.queues.${queues.find((queue) => queue.name === name)?.id}.conversations.chats`;
  const socket = await openSocket(channel.connectUri);
  const topics = [topicOf(server.seed.queue), topicOf('Elsewhere'), `v2.users.${server.agent.userId}.conversations`];
  await server.elapse(60_000);
  const path = `${channels}/${channel.id}/subscriptions`;
  const answer = await server.agent.call(
    'PUT',
    path,
    topics.map((id) => ({ id })),
  );

  expect(answer.body).toMatchObject({
    entities: [{ state: 'Permitted' }, { state: 'Rejected' }, { state: 'Permitted' }],
  });
  const { guest } = await createConnectedChat(server);
  const received = socket.frames.filter(({ topicName }) => topicName.startsWith('v2.'));
  expect(received[0]?.topicName).toBe('v2.system.subscription_changed');
  expect(received.map(({ topicName }) => topicName)).toContain(topics[0]);
  expect(received.find(({ topicName }) => topicName === topics[2])?.eventBody).toMatchObject({
    id: guest.id,
    participants: [{ chats: [{ id: guest.memberId }] }, {}, {}],
  });
  const renewed = (await server.agent.call('GET', `${channels}/${channel.id}`)).body as { expires: string };
  expect(Date.parse(renewed.expires)).toBe(server.now() + 24 * 60 * 60 * 1000);
  expect(await stranger.chats()).toEqual([]);
  expect((await server.agent.call('GET', '/api/v2/notifications/availabletopics')).body).toMatchObject({
    entities: expect.arrayContaining([
      expect.objectContaining({ id: 'v2.conversations.chats.{conversationId}.messages' }),
    ]),
  });
});
