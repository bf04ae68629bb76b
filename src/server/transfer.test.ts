import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addAgent, administer, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import type { TestAgent } from '../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest, type TestGuest } from '../testing/harness/test-guest.ts';

let whole: InProcessServer;
/** Two queues with an agent each: the first agent is connected, and the chat is transferred to the second. */
let server: InProcessServer;
let sales: InProcessServer;
let other: TestAgent;
beforeAll(async () => {
  whole = await startInProcessServer();
});
beforeEach(async () => {
  server = await openQueue(whole);
  sales = await openQueue(whole);
  other = sales.agent;
});
afterAll(async () => {
  expect(whole.bugs).toEqual([]);
  await whole.stop();
});

const queueId = async ({ seed }: InProcessServer): Promise<string> =>
  administer(whole, async (db) => {
    const row = await db.selectFrom('queue').select('id').where('name', '=', seed.queue).executeTakeFirstOrThrow();
    return row.id;
  });
const chatPath = (guest: TestGuest) => `/api/v2/conversations/chats/${guest.id}`;
const ownPath = async (agent: TestAgent, guest: TestGuest) => {
  const mine = (await agent.conversation(guest.id)).participants.findLast(({ userId }) => userId === agent.userId);
  return `${chatPath(guest)}/participants/${mine?.id}`;
};
const replace = async (guest: TestGuest, target: object) =>
  server.agent.call('POST', `${await ownPath(server.agent, guest)}/replace`, target);
const stateOf = async (agent: TestAgent, guest: TestGuest) =>
  (await agent.chats())
    .find(({ id }) => id === guest.id)
    ?.participants.findLast(({ user }) => user?.id === agent.userId)?.state;
const pendingOf = async (agent: TestAgent) => {
  const { body } = await agent.call('GET', '/api/v2/conversations/chats?wrapup=pending');
  return (body as { entities: { id: string }[] }).entities.map(({ id }) => id);
};
const rejected = (status: number, code: string) => ({ status, body: { status, code } });

test('a chat that is transferred to a queue is offered there, and the agent who answers reads all of it', async () => {
  const { guest, socket } = await createConnectedChat(server);
  await guest.say('Where is my parcel?');

  expect(await replace(guest, { queueId: await queueId(sales) })).toMatchObject({ status: 202 });

  expect(await stateOf(server.agent, guest)).toBeUndefined();
  expect(await stateOf(other, guest)).toBe('alerting');
  await other.accept(guest.id);
  expect((await other.messages(guest.id)).map(({ body, bodyType }) => body || bodyType)).toEqual([
    'member-join',
    'Where is my parcel?',
    'member-leave',
    'member-join',
  ]);
  await socket.waitFor('member-leave');
  expect(await guest.say('Thank you')).toMatchObject({ status: 200 });
  expect((await other.call('GET', chatPath(guest))).body).toMatchObject({
    participants: [{}, {}, { disconnectType: 'transfer' }, { queue: { name: sales.seed.queue } }, {}],
  });
});

test('handed over to a person it rings with that person only, and at the queue when they do not answer', async () => {
  await addAgent(sales, { name: 'Kim' });
  const { guest } = await createConnectedChat(server);

  expect(await replace(guest, { userId: other.userId.toUpperCase() })).toMatchObject({ status: 202 });
  expect(await stateOf(other, guest)).toBe('alerting');
  await whole.elapse(5000);
  expect(await stateOf(server.agent, guest)).toBeUndefined();
  await whole.elapse(25_000);

  expect(await stateOf(other, guest)).toBeUndefined();
  expect(await stateOf(server.agent, guest)).toBe('alerting');
});

test('an attended hand-over keeps the agent in the chat until another has answered', async () => {
  const { guest } = await createConnectedChat(server);

  await replace(guest, { address: other.userId, transferType: 'Attended' });
  await server.agent.say(guest.id, 'Kim will be with you');
  expect(await stateOf(server.agent, guest)).toBe('connected');
  await other.accept(guest.id);

  expect(await stateOf(server.agent, guest)).toBeUndefined();
  expect(await stateOf(other, guest)).toBe('connected');
});

test('an attended transfer that no agent takes stays offered at the queue, and the agent stays connected', async () => {
  const { guest } = await createConnectedChat(server);
  await replace(guest, { queueId: await queueId(sales), transferType: 'Attended' });

  await other.leave(guest.id);
  await whole.elapse(10_000);

  expect(await stateOf(other, guest)).toBe('alerting');
  expect(await stateOf(server.agent, guest)).toBe('connected');
});

test('a second transfer asks another agent, and withdraws the first offer', async () => {
  const kim = await addAgent(await openQueue(whole), { name: 'Kim' });
  const { guest, socket } = await createConnectedChat(server);
  const toSales = { queueId: await queueId(sales), transferType: 'Attended' };
  for (let count = 0; count < 2; count += 1) expect((await replace(guest, toSales)).status).toBe(202);

  expect(await replace(guest, { userId: kim.userId, transferType: 'Attended' })).toMatchObject({ status: 202 });

  expect(await stateOf(other, guest)).toBeUndefined();
  expect(await stateOf(kim, guest)).toBe('alerting');
  await whole.elapse(20_000);
  expect(await stateOf(other, guest)).toBeUndefined();
  await kim.accept(guest.id);
  await socket.waitFor('member-leave');
  const { participants } = await kim.conversation(guest.id);
  expect(participants.filter(({ state }) => state === 'connected').map(({ purpose }) => purpose)).toEqual([
    'customer',
    'agent',
  ]);
  await whole.elapse(13 * 60_000);
  await socket.waitFor('notice');
});

test('an agent with an open offer cannot transfer the chat', async () => {
  const { guest } = await createConnectedChat(server);
  await replace(guest, { userId: other.userId, transferType: 'Attended' });
  const theirs = await ownPath(server.agent, guest);

  const answer = await other.call('POST', `${theirs}/replace`, { queueId: await queueId(sales) });

  expect(answer).toMatchObject(rejected(403, 'not.authorized'));
  expect(await stateOf(server.agent, guest)).toBe('connected');
});

test('an agent who transfers has capacity at once for a waiting chat', async () => {
  await administer(whole, (db) =>
    db.updateTable('user').set({ capacity: 1 }).where('id', '=', server.agent.userId).execute(),
  );
  const { guest } = await createConnectedChat(server);
  const waiting = await createGuest(server);
  await waiting.attach();
  expect(await stateOf(server.agent, waiting)).toBeUndefined();

  await replace(guest, { queueId: (await queueId(sales)).toUpperCase() });

  expect(await stateOf(server.agent, waiting)).toBe('alerting');
  expect(await stateOf(other, guest)).toBe('alerting');
});

test('a transfer to no target, to two, to oneself or to a removed one is rejected, and changes nothing', async () => {
  const { guest } = await createConnectedChat(server);
  const gone = await queueId(await openQueue(whole));
  await whole.services.storage.run('removeQueue', { now: whole.now(), queueId: gone });

  expect(await replace(guest, {})).toMatchObject(rejected(400, 'bad.request'));
  expect(await replace(guest, { queueId: gone, userId: other.userId })).toMatchObject(rejected(400, 'bad.request'));
  expect(await replace(guest, { queueId: gone })).toMatchObject(rejected(400, 'conversations.error.queue.not.found'));
  expect(await replace(guest, { queueId: 'nonsense' })).toMatchObject(
    rejected(400, 'conversations.error.queue.not.found'),
  );
  expect(await replace(guest, { userId: randomUUID() })).toMatchObject(rejected(400, 'invalid.value'));
  expect(await replace(guest, { userName: 'Robin' })).toMatchObject(rejected(400, 'invalid.value'));
  expect(await replace(guest, { userId: server.agent.userId })).toMatchObject(rejected(409, 'request.conflict'));
  expect(await stateOf(server.agent, guest)).toBe('connected');
});

test('an agent at capacity cannot be transferred to, and only a connected agent transfers', async () => {
  const full = await addAgent(sales, { name: 'Full', capacity: 0 });
  const { guest } = await createConnectedChat(server);
  const alerting = await createGuest(server);
  await alerting.attach();

  expect(await replace(guest, { userId: full.userId })).toMatchObject(rejected(409, 'request.conflict'));
  expect(await replace(alerting, { userId: other.userId })).toMatchObject(
    rejected(400, 'conversations.error.transfer.not.connected'),
  );
  const own = await ownPath(server.agent, guest);
  expect(await other.call('POST', `${own}/replace`, { userId: other.userId })).toMatchObject(
    rejected(403, 'not.authorized'),
  );
});

test('a new conversation for a queue that is gone is refused', async () => {
  const empty = await openQueue(whole);
  await whole.services.storage.run('removeQueue', { now: whole.now(), queueId: await queueId(empty) });

  await expect(createGuest(empty)).rejects.toThrow('chat.error.invalid.queue');
});

test('a queue with chats that go on is not removed', async () => {
  await createConnectedChat(server);

  const outcome = await whole.services.storage.run('removeQueue', { now: 0, queueId: await queueId(server) });

  expect(outcome.rejection?.code).toBe('request.conflict');
});

test('skills and language choose the agent; a requirement that no member of the queue has is ignored', async () => {
  const { storage } = whole.services;
  const kim = await addAgent(server, { name: 'Kim' });
  await storage.run('setSkills', { now: 0, userId: kim.userId, kind: 'skill', names: ['Refunds'] });
  await storage.run('setSkills', { now: 0, userId: kim.userId, kind: 'language', names: ['de'] });
  const target = { targetType: 'QUEUE', targetAddress: server.seed.queue };
  const come = async (requirements: object) => {
    const guest = await createGuest(server, { routingTarget: { ...target, ...requirements } });
    await guest.attach();
    return guest;
  };

  for (const wishes of [{ skills: ['refunds'] }, { language: 'DE' }, { skills: ['REFUNDS', 'refnds'] }]) {
    expect(await stateOf(kim, await come(wishes))).toBe('alerting');
  }
  await kim.call('PUT', `/api/v2/users/${kim.userId}/routingstatus`, { isOnQueue: false });
  const waiting = await come({ skills: ['refunds'] });
  await whole.elapse(5_000);
  expect(await stateOf(server.agent, waiting)).toBeUndefined();
  expect(await stateOf(server.agent, await come({ skills: ['juggling'] }))).toBe('alerting');
});

test('a wrap-up is written by code, during the chat or after it', async () => {
  const { storage } = whole.services;
  const organizationId = whole.seed.organizationId;
  const name = randomUUID();
  const created = await storage.run('createWrapupCode', { now: whole.now(), organizationId, name });
  const { guest } = await createConnectedChat(server);
  const own = await ownPath(server.agent, guest);
  const mine = (await server.agent.conversation(guest.id)).participants.findLast(({ purpose }) => purpose === 'agent');
  const path = `${own}/communications/${mine?.chats[0]?.id}/wrapup`;
  const codes = (await server.agent.call('GET', `${own}/wrapupcodes`)).body;

  expect(codes).toContainEqual(expect.objectContaining({ id: created.value?.id, name }));
  expect((await server.agent.call('GET', path)).body).toEqual({});
  expect(await server.agent.call('POST', path, { notes: 'x' })).toMatchObject(
    rejected(400, 'conversation.error.wrapup.code.required'),
  );
  expect(await server.agent.call('POST', path, { code: randomUUID() })).toMatchObject(rejected(400, 'invalid.value'));
  await server.agent.leave(guest.id);
  expect(await server.agent.call('POST', path, { name, notes: 'Sent anew', tags: ['parcel'] })).toMatchObject({
    status: 202,
  });
  expect((await server.agent.call('GET', `${own}/wrapup`)).body).toEqual({
    code: created.value?.id,
    name,
    notes: 'Sent anew',
    tags: ['parcel'],
  });
  expect(await other.call('POST', path, { name })).toMatchObject(rejected(403, 'not.authorized'));
});

test('a chat that its agent has left is listed on request until it is wrapped up, skipped, or a day old', async () => {
  const name = randomUUID();
  const organizationId = whole.seed.organizationId;
  await whole.services.storage.run('createWrapupCode', { now: whole.now(), organizationId, name });
  const chats = [];
  for (let count = 0; count < 3; count += 1) chats.push((await createConnectedChat(server)).guest);
  const [wrapped, skipped, left] = chats;
  if (!wrapped || !skipped || !left) throw new Error('there are three');
  for (const guest of [wrapped, skipped, left]) await server.agent.leave(guest.id);
  expect(await server.agent.chats()).toEqual([]);
  expect((await pendingOf(server.agent)).toSorted()).toEqual([wrapped.id, skipped.id, left.id].toSorted());

  const own = await ownPath(server.agent, skipped);
  expect(await other.call('PATCH', own, { wrapupSkipped: true })).toMatchObject(rejected(403, 'not.authorized'));
  expect(await server.agent.call('PATCH', own, { wrapupSkipped: true })).toMatchObject({ status: 202 });
  expect(await server.agent.call('PATCH', await ownPath(server.agent, wrapped), { wrapup: { name } })).toMatchObject({
    status: 202,
  });

  expect(await pendingOf(server.agent)).toEqual([left.id]);
  const { userId } = server.agent;
  const tomorrow = whole.now() + 24 * 60 * 60 * 1000;
  const { value } = await whole.services.storage.run('listChats', { userId, now: tomorrow, withPending: true });
  expect(value).toEqual([]);
  expect((await server.agent.call('GET', chatPath(skipped))).body).toMatchObject({
    participants: expect.arrayContaining([expect.objectContaining({ wrapupSkipped: true })]),
  });
  expect(await server.agent.call('GET', '/api/v2/conversations/chats?wrapup=all')).toMatchObject({ status: 400 });
});

test('a chat that came back to its agent is one chat, and nothing of it is to wrap up', async () => {
  const { guest } = await createConnectedChat(server);
  await replace(guest, { queueId: await queueId(sales) });
  await other.accept(guest.id);
  const back = `${await ownPath(other, guest)}/replace`;
  await other.call('POST', back, { queueId: await queueId(server) });
  await server.agent.call('PATCH', await ownPath(server.agent, guest), { state: 'connected' });

  expect(await pendingOf(server.agent)).toEqual([guest.id]);
});

test('attributes are stored beside the page’s fields, and a chat can be held', async () => {
  const { guest } = await createConnectedChat(server, {
    memberInfo: { displayName: 'Ada', customFields: { order: '77' } },
  });
  const { participants } = await server.agent.conversation(guest.id);
  const path = `${chatPath(guest)}/participants/${participants[0]?.id}/attributes`;

  expect(await server.agent.call('PATCH', path, { attributes: { mood: 'calm' } })).toMatchObject({ status: 202 });
  expect(await server.agent.call('PATCH', path, { attributes: { mood: 3 } })).toMatchObject({ status: 400 });
  const own = await ownPath(server.agent, guest);
  expect(await server.agent.call('PATCH', own, { held: true })).toMatchObject({ status: 202 });

  expect((await server.agent.call('GET', chatPath(guest))).body).toMatchObject({
    participants: [{ attributes: { 'context.order': '77', mood: 'calm' } }, {}, { held: true }],
  });
});

test('recording is refused politely: there is none', async () => {
  const { guest } = await createConnectedChat(server);
  const robot = await addAgent(server, { name: 'Rec', permissions: ['conversation:recording:pauseOthers'] });
  const path = `${chatPath(guest)}/recordingstate`;

  expect(await server.agent.call('PUT', path, { recordingState: 'NONE' })).toMatchObject(
    rejected(403, 'missing.permissions'),
  );
  await replace(guest, { userId: robot.userId });
  expect(await robot.call('PUT', path, { recordingState: 'ACTIVE' })).toMatchObject(rejected(400, 'invalid.value'));
  expect(await robot.call('PUT', path, { recordingState: 'none' })).toMatchObject({ status: 202 });
});
