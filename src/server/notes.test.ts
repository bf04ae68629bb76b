import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, changeCapacity, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import type { TestAgent } from '../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest, openSocket } from '../testing/harness/test-guest.ts';
import { until } from '../testing/harness/until.ts';
import { xssCorpus } from '../testing/harness/xss-corpus.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeCapacity(server, 100);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const notesPath = (id: string) => `/api/v2/conversations/chats/${id}/notes`;
const write = (agent: TestAgent, id: string, body: string, headers = {}) =>
  agent.call('POST', notesPath(id), { body }, headers);
const listed = async (agent: TestAgent, id: string) =>
  ((await agent.call('GET', notesPath(id))).body as { entities: { body: string }[] }).entities;

async function listen(agent: TestAgent, topics: string[]) {
  const channel = (await agent.call('POST', '/api/v2/notifications/channels')).body as {
    id: string;
    connectUri: string;
  };
  const path = `/api/v2/notifications/channels/${channel.id}/subscriptions`;
  const answer = await agent.call(
    'POST',
    path,
    topics.map((id) => ({ id })),
  );
  return { socket: await openSocket(channel.connectUri), answer };
}

test('a colleague in the chat reads and receives a note, with its author', async () => {
  const { guest } = await createConnectedChat(server);
  const { socket } = await listen(server.agent, [`v2.conversations.chats.${guest.id}.notes`]);

  const answer = await write(server.agent, guest.id, 'Has called twice');
  await until(() => socket.frames.length > 0, 'a frame');

  const note = {
    author: { id: server.agent.userId },
    body: 'Has called twice',
    seq: 1,
    conversation: { id: guest.id },
  };
  expect(answer).toMatchObject({ status: 200, body: note });
  expect(socket.frames[0]).toMatchObject({ metadata: { type: 'note' }, eventBody: note });
  expect(await listed(server.agent, guest.id)).toMatchObject([note]);
});

test('no way of a guest leads to a note: not its socket, its lists, its polling or its tokens', async () => {
  const { guest, socket } = await createConnectedChat(server);
  const secret = 'Between colleagues only';

  const { id: noteId } = (await write(server.agent, guest.id, secret)).body as { id: string };
  await guest.say('Hello?');
  await socket.waitFor('message Hello?');

  const reads = await Promise.all([
    guest.call('GET', '/messages'),
    guest.call('GET', '/messages', undefined, { 'Webchat-Poll': '1' }),
    guest.call('GET', `/messages/${noteId}`),
    guest.call('GET', '/members'),
    guest.call('GET', '/mediarequests'),
    guest.call('GET', '/notes'),
    server.fetch(notesPath(guest.id), { headers: { Authorization: `Bearer ${guest.jwt}` } }).then((one) => one.text()),
  ]);
  const everything = JSON.stringify([reads, socket.frames, socket.received]);
  expect(everything).toContain('Hello?');
  expect(everything).not.toContain(secret);
  expect(everything).not.toContain('.notes');
  const messages = (reads[0].body as { entities: { seq: number }[] }).entities;
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
});

test('text that resembles markup is stored as it was written', async () => {
  const { guest } = await createConnectedChat(server);
  const bodies = xssCorpus.slice(0, 40);

  for (const body of bodies) await write(server.agent, guest.id, body);

  expect((await listed(server.agent, guest.id)).map(({ body }) => body)).toEqual(bodies);
});

test('the same key writes one note, and another text under it is a conflict', async () => {
  const { guest } = await createConnectedChat(server);
  const key = { 'Idempotency-Key': 'k' };

  const first = await write(server.agent, guest.id, 'Once', key);
  const again = await write(server.agent, guest.id, 'Once', key);

  expect(again.body).toEqual(first.body);
  expect(await write(server.agent, guest.id, 'Other', key)).toMatchObject({ status: 409 });
  expect(await listed(server.agent, guest.id)).toHaveLength(1);
});

test('an agent who let the offer pass, or was never asked, can neither read, receive nor write notes', async () => {
  const desk = await openQueue(server);
  const passing = desk.agent;
  const guest = await createGuest(desk);
  await guest.attach();
  const other = await addAgent(desk, { name: 'Kim' });
  await passing.leave(guest.id);
  await other.accept(guest.id);
  await write(other, guest.id, 'Mine');

  expect(await write(passing, guest.id, 'Let me in')).toMatchObject({ status: 403 });
  expect(await passing.call('GET', notesPath(guest.id))).toMatchObject({ status: 404 });
  const { answer } = await listen(passing, [`v2.conversations.chats.${guest.id}.notes`]);
  expect(answer.body).toMatchObject({ entities: [{ state: 'Rejected' }] });
  expect(await listed(other, guest.id)).toHaveLength(1);
});

test('after the chat there is time for a note; an empty one and one too long are rejected', async () => {
  const { guest } = await createConnectedChat(server);
  await guest.leave();

  expect(await write(server.agent, guest.id, 'She will call back')).toMatchObject({ status: 200 });
  for (const body of ['', 'a'.repeat(4001)]) {
    expect(await write(server.agent, guest.id, body)).toMatchObject({ status: 400 });
  }
});
