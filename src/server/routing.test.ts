import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { WebChatMemberInfo, WebChatMemberInfoEntityList } from '../protocol/schema/member.ts';
import { addAgent, changeCapacity, changeDeployment, openQueue } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import type { TestAgent } from '../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest, type TestGuest } from '../testing/harness/test-guest.ts';
import { until } from '../testing/harness/until.ts';

let whole: InProcessServer;
/** Each test has a queue of its own, with one agent. */
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

const minute = 60_000;

const offeredTo = async (agent: TestAgent, guest: TestGuest) => {
  const chat = (await agent.chats()).find(({ id }) => id === guest.id);
  return chat?.participants.findLast(({ user }) => user?.id === agent.userId)?.state === 'alerting';
};
const agentStates = async (guest: TestGuest) => {
  const { entities } = (await guest.call('GET', '/members')).body as WebChatMemberInfoEntityList;
  return entities.filter(({ role }) => role === 'AGENT').map(({ state }) => state);
};
const isOver = async (guest: TestGuest) =>
  ((await guest.call('GET', `/members/${guest.memberId}`)).body as WebChatMemberInfo).leaveDate !== undefined;
const goOffline = async (guest: TestGuest) => {
  server.cutStreams();
  await until(async () => {
    const { value } = await server.services.storage.run('listMembers', {
      guest: { conversationId: guest.id, memberId: guest.memberId, origin: undefined },
      now: server.now(),
    });
    return value?.some(({ line_until }) => line_until !== null);
  }, 'the lost socket noticed');
};

test('no agent is offered a chat before its stream is attached', async () => {
  const guest = await createGuest(server);
  await server.elapse(minute);
  expect(await server.agent.chats()).toEqual([]);

  await guest.attach();

  expect(await offeredTo(server.agent, guest)).toBe(true);
});

test('an offer not taken goes to the next agent after thirty seconds', async () => {
  const other = await addAgent(server, { name: 'Kim' });
  const guest = await createGuest(server);
  await guest.attach();
  const [first, second] = (await offeredTo(other, guest)) ? [other, server.agent] : [server.agent, other];

  await server.elapse(25_000);
  expect(await offeredTo(first, guest)).toBe(true);
  await server.elapse(5_000);

  expect(await offeredTo(first, guest)).toBe(false);
  expect(await offeredTo(second, guest)).toBe(true);
  expect(await agentStates(guest)).toEqual(['DISCONNECTED', 'ALERTING']);
});

test('of idle agents the one without an offer for longest gets the next chat', async () => {
  const agents = [server.agent, await addAgent(server, { name: 'Kim' })];
  const offered: (string | undefined)[] = [];

  for (let count = 0; count < 4; count += 1) {
    const guest = await createGuest(server);
    await guest.attach();
    for (const agent of agents) if (await offeredTo(agent, guest)) offered.push(agent.userId);
    await guest.leave();
    await server.elapse(1_000);
  }

  expect(offered).toHaveLength(4);
  expect(offered[1]).not.toBe(offered[0]);
  expect(offered.slice(2)).toEqual(offered.slice(0, 2));
});

test('the only agent is offered the same chat again after ten seconds', async () => {
  const guest = await createGuest(server);
  await guest.attach();

  await server.elapse(30_000);
  expect(await offeredTo(server.agent, guest)).toBe(false);
  await server.elapse(10_000);

  expect(await offeredTo(server.agent, guest)).toBe(true);
});

test('a declined offer goes on at once, and its decliner gets no more events', async () => {
  const other = await addAgent(server, { name: 'Kim' });
  const guest = await createGuest(server);
  await guest.attach();
  const [first, second] = (await offeredTo(other, guest)) ? [other, server.agent] : [server.agent, other];

  await first.leave(guest.id);

  expect(await offeredTo(second, guest)).toBe(true);
  expect(await first.call('GET', `/api/v2/conversations/chats/${guest.id}/messages`)).toMatchObject({ status: 404 });
});

test('a full agent is offered nothing until a chat is over', async () => {
  await changeCapacity(server, 1);
  const busy = await createConnectedChat(server);
  const waiting = await createGuest(server);
  await waiting.attach();
  expect(await agentStates(waiting)).toEqual([]);

  await busy.guest.leave();

  expect(await offeredTo(server.agent, waiting)).toBe(true);
});

const waitingOrder = async () => {
  await changeCapacity(server, 1);
  const busy = await createConnectedChat(server);
  const target = { targetType: 'QUEUE', targetAddress: server.seed.queue };
  const early = await createGuest(server);
  await early.attach();
  await server.elapse(1_000);
  const late = await createGuest(server);
  await late.attach();
  await server.elapse(1_000);
  const urgent = await createGuest(server, { routingTarget: { ...target, priority: 5 } });
  await urgent.attach();

  const order: string[] = [];
  let current = busy.guest;
  for (let turn = 0; turn < 3; turn += 1) {
    await current.leave();
    const [chat] = await server.agent.chats();
    current = [early, late, urgent].find(({ id }) => id === chat?.id) ?? current;
    order.push(chat?.id ?? '');
  }

  const names = new Map([
    [urgent.id, 'urgent'],
    [early.id, 'early'],
    [late.id, 'late'],
  ]);
  return order.map((id) => names.get(id));
};

test('of waiting chats the urgent one comes first where its deployment accepts priorities', async () => {
  await changeDeployment(server, { accept_priority: 1 });
  expect(await waitingOrder()).toEqual(['urgent', 'early', 'late']);
});

test('a priority that a visitor chose counts for nothing by default [S12]', async () => {
  await changeDeployment(server, { accept_priority: 0 });
  expect(await waitingOrder()).toEqual(['early', 'late', 'urgent']);
});

test('an agent off queue is offered nothing, and what waits once on queue again', async () => {
  const path = `/api/v2/users/${server.agent.userId}/routingstatus`;
  await server.agent.call('PUT', path, { status: 'OFF_QUEUE' });
  const guest = await createGuest(server);
  await guest.attach();
  await server.elapse(minute);
  expect(await server.agent.chats()).toEqual([]);

  const answer = await server.agent.call('PUT', path, { isOnQueue: true });

  expect(answer.body).toMatchObject({ id: server.agent.userId, routingStatus: { status: 'ON_QUEUE' } });
  expect(await offeredTo(server.agent, guest)).toBe(true);
});

test('while a guest is away its chat is not offered; back again, it is', async () => {
  await changeCapacity(server, 0);
  const guest = await createGuest(server);
  await guest.attach();
  await goOffline(guest);
  await server.elapse(minute);

  await changeCapacity(server, 4);
  await server.elapse(minute);
  expect(await agentStates(guest)).toEqual([]);
  await guest.attach();

  expect(await offeredTo(server.agent, guest)).toBe(true);
});

test('fifteen minutes away end a chat', async () => {
  const { guest } = await createConnectedChat(server);
  await goOffline(guest);

  await server.elapse(10 * minute);
  expect(await isOver(guest)).toBe(false);
  await server.elapse(6 * minute);

  expect(await isOver(guest)).toBe(true);
  expect(await server.agent.chats()).toEqual([]);
});

test('fifteen minutes without a word from the guest end a chat, counted from its last one', async () => {
  const { guest, socket } = await createConnectedChat(server);
  await server.elapse(14 * minute);
  await guest.say('Still looking for the number');
  await server.elapse(14 * minute);
  await server.agent.say(guest.id, 'Take your time');
  expect(await isOver(guest)).toBe(false);

  await server.elapse(minute);

  expect(await socket.closed).toMatchObject({ code: 1001 });
  expect(await isOver(guest)).toBe(true);
});

test('a guest in the queue may be silent for as long as it takes', async () => {
  await changeCapacity(server, 0);
  const guest = await createGuest(server);
  await guest.attach();

  await server.elapse(20 * minute);

  expect(await isOver(guest)).toBe(false);
});

test('a conversation that is never attached is gone after five minutes', async () => {
  const guest = await createGuest(server);

  await server.elapse(5 * minute);

  expect(await guest.call('GET', '/messages')).toMatchObject({ status: 404, body: { code: 'chat.error.not.found' } });
  expect((await (await guest.attach()).closed).code).toBe(4100);
});

test('an unanswered media request times out after two minutes', async () => {
  const { guest, socket } = await createConnectedChat(server);
  const request = await server.agent.askForMedia(guest.id);

  await server.elapse(2 * minute);
  await socket.waitFor('media TIMEDOUT');

  expect(
    await guest.call('PATCH', `/mediarequests/${request.id}`, { types: ['COBROWSE'], state: 'ACCEPTED' }),
  ).toMatchObject({
    status: 409,
    body: { code: 'request.conflict' },
  });
});
