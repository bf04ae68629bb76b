import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, changeCapacity, openQueue } from '../../testing/harness/admin-seed.ts';
import { signInToConsole } from '../../testing/harness/console-visitor.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import type { TestAgent } from '../../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest, openSocket } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';
import { serviceUnavailable } from '../core/api-error.ts';

let server: InProcessServer;
let stranger: TestAgent;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeCapacity(server, 100);
  stranger = await addAgent(server, { name: 'Kim', capacity: 0 });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

type Channel = { id: string; connectUri: string; expires: string };

const openChannel = async (agent: TestAgent) =>
  (await agent.call('POST', '/api/v2/notifications/channels')).body as Channel;
async function openConsoleChannel(): Promise<{ id: string; connectUri: string }> {
  const robin = await signInToConsole(server, server.seed.agent);
  if (!robin) throw new Error('The demo agent cannot sign in');
  return robin.openChannel();
}
const subscribe = (agent: TestAgent, { id }: Channel, topics: string[], method = 'POST') =>
  agent.call(
    method,
    `/api/v2/notifications/channels/${id}/subscriptions`,
    topics.map((topic) => ({ id: topic })),
  );
const userTopic = ({ userId }: TestAgent) => `v2.users.${userId}.conversations.chats`;
const chatTopics = (id: string) =>
  ['messages', 'members', 'mediarequests'].map((kind) => `v2.conversations.chats.${id}.${kind}`);

test('a channel announces a new chat with all its members', async () => {
  const channel = await openChannel(server.agent);
  await subscribe(server.agent, channel, [userTopic(server.agent)]);
  const socket = await openSocket(channel.connectUri);

  const guest = await createGuest(server);
  await guest.attach();
  await socket.waitFor('chat');

  expect(socket.frames[0]).toMatchObject({
    topicName: userTopic(server.agent),
    version: '2',
    eventBody: { id: guest.id, participants: [{ purpose: 'customer' }, { purpose: 'acd' }, { state: 'alerting' }] },
    metadata: { CorrelationId: expect.any(String) },
  });
});

test("a chat's topics carry messages, typing, members and media requests, added while the socket is open", async () => {
  const { guest } = await createConnectedChat(server);
  const channel = await openChannel(server.agent);
  const socket = await openSocket(channel.connectUri, { memberId: guest.memberId });
  const answer = await subscribe(server.agent, channel, chatTopics(guest.id));

  await guest.say('Hello', { 'Idempotency-Key': 'guest' });
  await guest.call('POST', `/members/${guest.memberId}/typing`);
  const request = await server.agent.askForMedia(guest.id);
  await guest.call('PATCH', `/mediarequests/${request.id}`, { types: ['COBROWSE'], state: 'DECLINED' });
  await guest.leave();
  await socket.waitFor('member guest DISCONNECTED');

  expect(answer.body).toEqual({ entities: chatTopics(guest.id).map((id) => ({ id, state: 'Permitted' })) });
  expect(socket.received).toEqual([
    'message Hello',
    'typing',
    'media PENDING',
    'media-request',
    'media DECLINED',
    'member-leave',
    'member other DISCONNECTED',
    'member guest DISCONNECTED',
  ]);
  expect(socket.frames[0]?.eventBody).not.toHaveProperty('idempotencyKey');
});

test('an agent sees the keys of its own messages', async () => {
  const { guest } = await createConnectedChat(server);
  const channel = await openChannel(server.agent);
  const socket = await openSocket(channel.connectUri);
  await subscribe(server.agent, channel, chatTopics(guest.id));
  const own = (await server.agent.conversation(guest.id)).participants.at(-1)?.chats[0]?.id;

  const path = `/api/v2/conversations/chats/${guest.id}/communications/${own}/messages`;
  await server.agent.call('POST', path, { body: 'Mine' }, { 'Idempotency-Key': 'k' });
  await socket.waitFor('message Mine');

  expect(socket.frames[0]?.eventBody).toMatchObject({ idempotencyKey: 'k' });
});

test('the chats of others are rejected topic by topic, and topics that cannot be with an error', async () => {
  const { guest } = await createConnectedChat(server);
  const channel = await openChannel(stranger);

  const answer = await subscribe(stranger, channel, [
    ...chatTopics(guest.id),
    userTopic(server.agent),
    userTopic(stranger),
  ]);

  expect(answer.body).toMatchObject({
    entities: ['Rejected', 'Rejected', 'Rejected', 'Rejected', 'Permitted'].map((state) => ({ state })),
  });
  expect(await subscribe(stranger, channel, ['v2.everything'])).toMatchObject({
    status: 400,
    body: { code: 'notification.invalid.topic' },
  });
  expect(await subscribe(server.agent, channel, [userTopic(server.agent)])).toMatchObject({ status: 404 });
});

test('subscriptions are listed, replaced and deleted', async () => {
  const { guest } = await createConnectedChat(server);
  const channel = await openChannel(server.agent);
  const path = `/api/v2/notifications/channels/${channel.id}/subscriptions`;
  const listed = async () =>
    ((await server.agent.call('GET', path)).body as { entities: { id: string }[] }).entities.map(({ id }) => id);
  await subscribe(server.agent, channel, chatTopics(guest.id));
  expect(await listed()).toEqual(chatTopics(guest.id));

  await subscribe(server.agent, channel, [userTopic(server.agent)], 'PUT');
  expect(await listed()).toEqual([userTopic(server.agent)]);

  expect(await server.agent.call('DELETE', path)).toMatchObject({ status: 204 });
  expect(await listed()).toEqual([]);
});

test('topics can be added on the socket; a ping is answered', async () => {
  const channel = await openChannel(server.agent);
  const socket = await openSocket(channel.connectUri);

  socket.send('{"message":"ping"}');
  socket.send('not json');
  await socket.waitFor('pong');
  socket.send(JSON.stringify({ message: 'subscribe', topics: [userTopic(server.agent)], correlationId: 'x' }));
  const subscribed = { result: '200', status: 'subscribed', correlationId: 'x' };
  await until(() => socket.frames.some((frame) => 'result' in frame), 'an answer to subscribing');
  expect(socket.frames).toContainEqual(subscribed);
  const guest = await createGuest(server);
  await guest.attach();
  await socket.waitFor('chat');
});

test('a program comes back on the same address; a ticket of the console is good once', async () => {
  const channel = await openChannel(server.agent);
  (await openSocket(channel.connectUri)).close();
  expect((await openSocket(channel.connectUri)).received).toEqual([]);

  const { connectUri } = await openConsoleChannel();
  (await openSocket(connectUri, { origin: server.origin })).close();

  expect((await (await openSocket(connectUri, { origin: server.origin })).closed).code).toBe(4100);
});

test('a channel of the console is opened by no id, and a program lists none of them [S5]', async () => {
  const { id, connectUri } = await openConsoleChannel();
  const byId = connectUri.replace(/[^/]+$/, id);

  expect((await (await openSocket(byId)).closed).code).toBe(4100);
  const listed = await server.agent.call('GET', '/api/v2/notifications/channels');
  expect(JSON.stringify(listed.body)).not.toContain(id);
});

test('a page of another origin opens nothing with a ticket', async () => {
  const { connectUri } = await openConsoleChannel();

  await expect(openSocket(connectUri, { origin: 'https://evil.example' })).rejects.toThrow('refused with 403');
});

test('an agent who let an offer pass gets no more events of that chat, whatever they subscribe to next', async () => {
  const desk = await openQueue(server);
  const passing = desk.agent;
  const guest = await createGuest(desk);
  await guest.attach();
  const channel = await openChannel(passing);
  const socket = await openSocket(channel.connectUri, { memberId: guest.memberId });
  await subscribe(passing, channel, chatTopics(guest.id));

  const other = await addAgent(desk, { name: 'Kim' });
  await passing.leave(guest.id);
  await other.accept(guest.id);
  await subscribe(passing, channel, [userTopic(passing)]);
  const again = await openSocket(channel.connectUri);
  await guest.say('Between us');
  socket.send('{"message":"ping"}');
  again.send('{"message":"ping"}');
  await Promise.all([socket.waitFor('pong'), again.waitFor('pong')]);

  expect(socket.received).toEqual(['member other DISCONNECTED', 'member other ALERTING', 'pong']);
  expect(again.received).toEqual(['pong']);
});

test('topics of chats that are over make room for new ones', async () => {
  const { guest } = await createConnectedChat(server);
  const channel = await openChannel(server.agent);
  await subscribe(server.agent, channel, chatTopics(guest.id));
  await guest.leave();

  await subscribe(server.agent, channel, [userTopic(server.agent)]);

  const listed = await server.agent.call('GET', `/api/v2/notifications/channels/${channel.id}/subscriptions`);
  expect(listed.body).toEqual({ entities: [{ id: userTopic(server.agent), state: 'Permitted' }] });
});

test('a store that fails while a channel opens closes its socket, or answers 503 before it is one', async () => {
  const failing = await startInProcessServer();
  const channel = await openChannel(failing.agent);
  const { storage } = failing.services;
  const { run } = storage;
  let worksFor = 1;
  storage.run = (name, args) => {
    worksFor -= 1;
    return worksFor < 0 ? Promise.reject(serviceUnavailable()) : run(name, args);
  };

  expect((await (await openSocket(channel.connectUri)).closed).code).toBe(1011);
  await expect(openSocket(channel.connectUri)).rejects.toThrow('refused with 503');

  storage.run = run;
  expect(failing.bugs).toEqual([]);
  await failing.stop();
});
