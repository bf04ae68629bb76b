import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebChatGuestMediaRequest } from '../../../../protocol/schema/media-request.ts';
import { addAgent, changeCapacity } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import type { TestAgent } from '../../../../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest } from '../../../../testing/harness/test-guest.ts';

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

const rejected = (status: number, code: string) => ({ status, body: { status, code } });
const chatPath = (id: string) => `/api/v2/conversations/chats/${id}`;

test('an agent sees who waits: name, fields and page, and the ids to answer with', async () => {
  const memberInfo = { displayName: 'Ada', email: 'ada@site.example', customFields: { 'order-id': '77' } };
  const guest = await createGuest(server, { memberInfo });
  await guest.attach();

  const { participants } = await server.agent.conversation(guest.id);
  const chat = (await server.agent.call('GET', chatPath(guest.id))).body;

  expect(participants.map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
    'customer connected',
    'acd connected',
    'agent alerting',
  ]);
  expect(participants[0]).toMatchObject({
    name: 'Ada',
    attributes: { 'context.order-id': '77', 'context.email': 'ada@site.example' },
    chats: [{ id: guest.memberId, state: 'connected' }],
  });
  expect(chat).toMatchObject({
    id: guest.id,
    participants: [{ name: 'Ada' }, { purpose: 'acd' }, { alertingTimeoutMs: 30_000, queue: { name: 'Support' } }],
  });
});

test('answering twice is answering once; the queue lets go as a transfer', async () => {
  const { guest, socket } = await createConnectedChat(server);

  await server.agent.accept(guest.id);

  expect(socket.received.filter((what) => what === 'member-join')).toHaveLength(1);
  const chat = (await server.agent.call('GET', chatPath(guest.id))).body;
  expect(chat).toMatchObject({ participants: [{}, { purpose: 'acd', disconnectType: 'transfer' }, {}] });
});

test('an agent sends messages by communication id, once per key', async () => {
  const { guest, socket } = await createConnectedChat(server);
  const own = (await server.agent.conversation(guest.id)).participants.find(({ purpose }) => purpose === 'agent');
  const path = `${chatPath(guest.id)}/communications/${own?.chats[0]?.id}/messages`;
  const key = { 'Idempotency-Key': 'agent' };

  const sent = await server.agent.call('POST', path, { body: 'Hello' }, key);
  const again = await server.agent.call('POST', path, { body: 'Hello' }, key);
  await socket.waitFor('message Hello');

  expect(sent).toMatchObject({ status: 200, body: { seq: 2, sender: { id: own?.chats[0]?.id } } });
  expect(again.body).toEqual(sent.body);
  const received = socket.frames.find(({ eventBody }) => 'body' in eventBody && eventBody.body === 'Hello');
  expect(received?.eventBody).not.toHaveProperty('idempotencyKey');
});

test('an end ends the chat for all members, and a second one changes nothing', async () => {
  const { guest, socket } = await createConnectedChat(server);

  await server.agent.end(guest.id);

  expect(await socket.closed).toMatchObject({ code: 1001 });
  expect(socket.received.slice(-4)).toEqual([
    'member-leave',
    'member other DISCONNECTED',
    'member guest DISCONNECTED',
    'closed 1001',
  ]);
  await server.agent.end(guest.id);
  await expect(server.agent.say(guest.id, 'Late')).rejects.toThrow('chat.error.conversation.state');
  expect((await server.agent.messages(guest.id)).map(({ bodyType }) => bodyType)).toEqual([
    'member-join',
    'member-leave',
  ]);
});

test("another agent's chat does not exist for reading and is forbidden for writing", async () => {
  const { guest } = await createConnectedChat(server);
  const own = (await server.agent.conversation(guest.id)).participants.find(({ purpose }) => purpose === 'agent');
  const read = ['', '/messages', '/members', '/mediarequests'];

  for (const path of read) {
    expect(await stranger.call('GET', `${chatPath(guest.id)}${path}`)).toMatchObject(
      rejected(404, 'conversation.error.conversation.not.found'),
    );
  }
  expect(await stranger.call('GET', `/api/v2/conversations/${guest.id}`)).toMatchObject({ status: 404 });
  for (const id of [guest.id, randomUUID()]) {
    expect(await stranger.call('PATCH', chatPath(id), { state: 'disconnected' })).toMatchObject(
      rejected(403, 'not.authorized'),
    );
    expect(
      await stranger.call('POST', `${chatPath(id)}/communications/${own?.chats[0]?.id}/messages`, { body: 'x' }),
    ).toMatchObject(rejected(403, 'not.authorized'));
    expect(await stranger.call('POST', `${chatPath(id)}/mediarequests`, { types: ['COBROWSE'] })).toMatchObject(
      rejected(403, 'not.authorized'),
    );
  }
});

test('an agent speaks as itself only, and only while connected', async () => {
  const guest = await createGuest(server);
  await guest.attach();
  const own = (await server.agent.conversation(guest.id)).participants.find(({ purpose }) => purpose === 'agent');
  const say = (id: string | undefined) =>
    server.agent.call('POST', `${chatPath(guest.id)}/communications/${id}/messages`, { body: 'x' });

  expect(await say(guest.memberId)).toMatchObject(rejected(403, 'not.authorized'));
  expect(await say(own?.chats[0]?.id)).toMatchObject(rejected(400, 'chat.error.member.state'));
  expect(await server.agent.call('PATCH', `${chatPath(guest.id)}/participants/${own?.id}`, {})).toMatchObject(
    rejected(400, 'communication.state.required'),
  );
  expect(await server.agent.call('PATCH', chatPath(guest.id), { state: 'disconnected' })).toMatchObject(
    rejected(403, 'conversation.error.forbidden.not.active.participant'),
  );
  await server.elapse(30_000);
  expect(
    await server.agent.call('PATCH', `${chatPath(guest.id)}/participants/${own?.id}`, { state: 'connected' }),
  ).toMatchObject(rejected(403, 'conversation.error.forbidden.not.active.participant'));
});

test('a media request is asked by a sentence and a frame, and answered once', async () => {
  const { guest, socket } = await createConnectedChat(server);
  const asked = await server.agent.askForMedia(guest.id, ['SCREENSHARE']);
  await socket.waitFor('media PENDING');
  await socket.waitFor('media-request');

  const listed = (await guest.call('GET', '/mediarequests')).body as { entities: WebChatGuestMediaRequest[] };
  const answer = { types: ['SCREENSHARE'], state: 'ACCEPTED' };
  const accepted = await guest.call('PATCH', `/mediarequests/${asked.id}`, answer);

  expect(listed.entities).toMatchObject([{ id: asked.id, types: ['SCREENSHARE'], state: 'PENDING' }]);
  expect(accepted).toMatchObject({ status: 200, body: { id: asked.id, state: 'ACCEPTED' } });
  await socket.waitFor('media ACCEPTED');
  expect((await server.agent.call('GET', `${chatPath(guest.id)}/mediarequests/${asked.id}`)).body).toMatchObject({
    state: 'ACCEPTED',
  });
  expect(await guest.call('PATCH', `/mediarequests/${asked.id}`, answer)).toMatchObject(
    rejected(409, 'request.conflict'),
  );
  expect((await server.agent.messages(guest.id)).at(-1)).toMatchObject({
    bodyType: 'media-request',
    body: 'The agent asks to see your screen.',
  });
});

test('a media request can be declined, cancelled, and answered in no other words', async () => {
  const { guest, socket } = await createConnectedChat(server);
  const first = await server.agent.askForMedia(guest.id);
  const second = await server.agent.askForMedia(guest.id);
  const patch = (id: string, state: string) =>
    guest.call('PATCH', `/mediarequests/${id}`, { types: ['COBROWSE'], state });

  expect(await patch(first.id, 'TIMEDOUT')).toMatchObject(rejected(400, 'invalid.value'));
  expect(await patch(randomUUID(), 'ACCEPTED')).toMatchObject(rejected(404, 'chat.error.not.found'));
  expect(await patch(first.id, 'DECLINED')).toMatchObject({ status: 200, body: { state: 'DECLINED' } });
  await server.agent.call('PATCH', `${chatPath(guest.id)}/mediarequests/${second.id}`, { state: 'CANCELLED' });
  await socket.waitFor('media CANCELLED');
  expect(await patch(second.id, 'ACCEPTED')).toMatchObject(rejected(409, 'request.conflict'));

  const third = await server.agent.askForMedia(guest.id);
  await guest.leave();
  expect(await patch(third.id, 'ACCEPTED')).toMatchObject(rejected(400, 'chat.error.conversation.state'));
});

test('answering, leaving and ending want their permissions; reading wants none', async () => {
  const { guest } = await createConnectedChat(server);
  const bare = await addAgent(server, { name: 'Bare', capacity: 0, permissions: [] });

  expect(await bare.call('PATCH', chatPath(guest.id), { state: 'disconnected' })).toMatchObject(
    rejected(403, 'missing.permissions'),
  );
  expect(
    await bare.call('PATCH', `${chatPath(guest.id)}/participants/${randomUUID()}`, { state: 'connected' }),
  ).toMatchObject(rejected(403, 'missing.any.permissions'));
  expect(await bare.chats()).toEqual([]);
});

test('without credentials, or with a guest token, the agents side is closed', async () => {
  const guest = await createGuest(server);

  expect(await server.fetch('/api/v2/conversations/chats')).toMatchObject({ status: 401 });
  expect(
    await server.agent.call('GET', '/api/v2/conversations/chats', undefined, { Authorization: `Bearer ${guest.jwt}` }),
  ).toMatchObject(rejected(401, 'bad.credentials'));
  expect(
    await stranger.call('PUT', `/api/v2/users/${server.agent.userId}/routingstatus`, { isOnQueue: false }),
  ).toMatchObject(rejected(403, 'not.authorized'));
});
