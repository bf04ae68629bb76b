import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { WebChatMemberInfo, WebChatMemberInfoEntityList } from '../protocol/schema/member.ts';
import type { WebChatMessage } from '../protocol/schema/message.ts';
import { addAgent, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { createConnectedChat, createGuest, type TestGuest } from '../testing/harness/test-guest.ts';
import { until } from '../testing/harness/until.ts';

let whole: InProcessServer;
let server: InProcessServer;
beforeAll(async () => {
  whole = await startInProcessServer();
});
beforeEach(async () => {
  server = await openQueue(whole);
});
afterAll(async () => {
  expect(whole.bugs).toEqual([]);
  await whole.stop();
});

const members = async (guest: TestGuest) =>
  ((await guest.call('GET', '/members')).body as WebChatMemberInfoEntityList).entities;
const states = async (guest: TestGuest, role: WebChatMemberInfo['role']) =>
  (await members(guest)).filter((member) => member.role === role).map(({ state }) => state);
const kinds = async (guest: TestGuest) =>
  ((await guest.call('GET', '/messages')).body as { entities: WebChatMessage[] }).entities.map(
    ({ bodyType }) => bodyType,
  );

test('two answers to one offer are one answer', async () => {
  const guest = await createGuest(server);
  await guest.attach();

  await Promise.all([server.agent.accept(guest.id), server.agent.accept(guest.id)]);

  expect(await states(guest, 'AGENT')).toEqual(['CONNECTED']);
  expect(await kinds(guest)).toEqual(['member-join']);
});

test('an answer to an offer that went on to another agent is rejected: one wins, the other gets 409', async () => {
  const guest = await createGuest(server);
  await guest.attach();
  const { participants } = await server.agent.conversation(guest.id);
  const other = await addAgent(server, { name: 'Kim' });
  await server.elapse(30_000);

  const path = `/api/v2/conversations/chats/${guest.id}/participants/${participants.at(-1)?.id}`;
  const [late] = await Promise.all([server.agent.call('PATCH', path, { state: 'connected' }), other.accept(guest.id)]);

  expect(late).toMatchObject({ status: 409, body: { code: 'request.conflict' } });
  expect(await states(guest, 'AGENT')).toEqual(['DISCONNECTED', 'CONNECTED']);
});

test('a guest who leaves while being answered leaves a chat that is over, in either order', async () => {
  const guest = await createGuest(server);
  const socket = await guest.attach();
  const { participants } = await server.agent.conversation(guest.id);
  const path = `/api/v2/conversations/chats/${guest.id}/participants/${participants.at(-1)?.id}`;

  const [answered, left] = await Promise.all([server.agent.call('PATCH', path, { state: 'connected' }), guest.leave()]);

  expect([202, 403]).toContain(answered.status);
  expect(left.status).toBe(204);
  expect((await socket.closed).code).toBe(1001);
  expect(await states(guest, 'AGENT')).toEqual(['DISCONNECTED']);
  expect(await server.agent.chats()).toEqual([]);
});

test('an agent who leaves takes its question along', async () => {
  const { guest } = await createConnectedChat(server);
  const { id } = await server.agent.askForMedia(guest.id);

  await server.agent.leave(guest.id);
  const answered = await guest.call('PATCH', `/mediarequests/${id}`, { state: 'ACCEPTED' });

  expect(answered).toMatchObject({ status: 400, body: { code: 'chat.error.conversation.state' } });
  expect((await guest.call('GET', `/mediarequests/${id}`)).body).toMatchObject({ state: 'CANCELLED' });
});

test('a message sent again and again at once is one message', async () => {
  const { guest } = await createConnectedChat(server);

  const answers = await Promise.all(Array.from({ length: 20 }, () => guest.say('Once', { 'Idempotency-Key': 'once' })));

  expect(new Set(answers.map(({ status, body }) => `${status} ${(body as WebChatMessage).id}`)).size).toBe(1);
  expect(await kinds(guest)).toEqual(['member-join', 'standard']);
});

test.each(['attaching', 'leaving'])('a guest who attaches and leaves at once is gone, %s first', async (first) => {
  const guest = await createGuest(server);

  const attaching = guest.attach();
  const leaving = first === 'leaving' ? guest.leave() : attaching.then(() => guest.leave());
  const socket = await attaching;
  await leaving;

  expect((await socket.closed).code).toBe(1001);
  expect(await states(guest, 'CUSTOMER')).toEqual(['DISCONNECTED']);
  expect(await server.agent.chats()).toEqual([]);
});

test('sockets that come and go quickly leave the guest there while one is open', async () => {
  const guest = await createGuest(server);
  const stays = await guest.attach();
  for (let count = 0; count < 20; count += 1) (await guest.attach()).close();

  await server.elapse(2 * 60_000);
  expect(await states(guest, 'CUSTOMER')).toEqual(['CONNECTED']);
  stays.close();
  await until(async () => {
    await server.elapse(61_000);
    return (await states(guest, 'CUSTOMER'))[0] === 'DISCONNECTED';
  }, 'the guest away');
});
