import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebChatMemberInfo, WebChatMemberInfoEntityList } from '../../../../protocol/schema/member.ts';
import { changeCapacity } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import { createConnectedChat, createGuest, type TestGuest } from '../../../../testing/harness/test-guest.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeCapacity(server, 100);
});
afterAll(() => server.stop());

const rejected = (status: number, code: string) => ({ status, body: { status, code } });
const list = async (guest: TestGuest, query = '') =>
  (await guest.call('GET', `/members${query}`)).body as WebChatMemberInfoEntityList;
const roles = ({ entities }: WebChatMemberInfoEntityList) => entities.map(({ role, state }) => `${role} ${state}`);

test('a guest gets all of its own details', async () => {
  const memberInfo = { displayName: 'Ada', email: 'ada@site.example', customFields: { 'order-id': '77' } };
  const guest = await createGuest(server, { memberInfo });
  await guest.attach();

  const { body } = await guest.call('GET', `/members/${guest.memberId}`);

  expect(body).toEqual({
    id: guest.memberId,
    ...memberInfo,
    role: 'CUSTOMER',
    joinDate: new Date(server.now()).toISOString(),
    authenticatedGuest: false,
    state: 'CONNECTED',
  });
});

test('members come in pages with relative links', async () => {
  const { guest } = await createConnectedChat(server);
  const path = `/api/v2/webchat/guest/conversations/${guest.id}/members`;

  const all = await list(guest);
  const second = await list(guest, '?pageSize=2&pageNumber=2');

  expect(roles(all)).toEqual(['CUSTOMER CONNECTED', 'ACD DISCONNECTED', 'AGENT CONNECTED']);
  expect(all).toMatchObject({ pageSize: 25, pageNumber: 1, total: 3, pageCount: 1 });
  expect(all).not.toHaveProperty('nextUri');
  expect(roles(second)).toEqual(['AGENT CONNECTED']);
  expect(second).toMatchObject({
    total: 3,
    pageCount: 2,
    firstUri: `${path}?pageSize=2&pageNumber=1`,
    previousUri: `${path}?pageSize=2&pageNumber=1`,
    selfUri: `${path}?pageSize=2&pageNumber=2`,
    lastUri: `${path}?pageSize=2&pageNumber=2`,
  });
  expect(roles(await list(guest, '?excludeDisconnectedMembers=true'))).toEqual([
    'CUSTOMER CONNECTED',
    'AGENT CONNECTED',
  ]);
  expect(await guest.call('GET', '/members?pageSize=101')).toMatchObject(rejected(400, 'invalid.query.param.value'));
});

test('leaving announces itself, frees the agent at once, and works once', async () => {
  const { guest, socket } = await createConnectedChat(server);

  expect(await guest.leave()).toMatchObject({ status: 204, body: undefined });

  expect(await socket.closed).toEqual({ code: 1001, reason: 'The conversation is ended' });
  expect(socket.received.slice(-4)).toEqual([
    'member-leave',
    'member other DISCONNECTED',
    'member guest DISCONNECTED',
    'closed 1001',
  ]);
  expect((await server.agent.chats()).map(({ id }) => id)).not.toContain(guest.id);
  const self = (await guest.call('GET', `/members/${guest.memberId}`)).body as WebChatMemberInfo;
  expect(self).toMatchObject({ state: 'DISCONNECTED', leaveDate: expect.any(String) });
  expect(await guest.leave()).toMatchObject(rejected(400, 'chat.error.member.state'));
  expect(await guest.say('Still here?')).toMatchObject(rejected(400, 'chat.error.conversation.state'));
});

test('a guest can remove only itself', async () => {
  const { guest } = await createConnectedChat(server);
  const agent = (await list(guest)).entities.find(({ role }) => role === 'AGENT');

  expect(await guest.call('DELETE', `/members/${agent?.id}`)).toMatchObject(rejected(403, 'not.authorized'));
  expect(await guest.call('GET', `/members/${randomUUID()}`)).toMatchObject(rejected(404, 'chat.error.not.found'));
});

test('without a token, with a foreign or a broken one, nothing is answered', async () => {
  const guest = await createGuest(server);
  const other = await createGuest(server);
  const withToken = (Authorization: string) => guest.call('GET', '/members', undefined, { Authorization });

  expect(await withToken(`Bearer ${other.jwt}`)).toMatchObject(rejected(404, 'chat.error.not.found'));
  expect(await withToken(`Bearer ${guest.jwt.slice(0, -3)}AAA`)).toMatchObject(rejected(401, 'bad.credentials'));
  expect(await withToken(`Bearer ${guest.eventStreamUri.split('/').at(-1)}`)).toMatchObject(
    rejected(401, 'bad.credentials'),
  );
  expect(await server.fetch(`/api/v2/webchat/guest/conversations/${guest.id}/members`)).toMatchObject({ status: 401 });
  expect(await guest.call('PUT', '/members')).toMatchObject(rejected(405, 'method.not.allowed'));
});

test('a network without sockets: polling attaches, keeps the guest there, and lets it go after a minute', async () => {
  const guest = await createGuest(server);
  const poll = () => guest.call('GET', '/messages', undefined, { 'Webchat-Poll': '1' });
  const state = async () => ((await guest.call('GET', `/members/${guest.memberId}`)).body as WebChatMemberInfo).state;

  await poll();
  await server.agent.accept(guest.id);
  await server.elapse(50_000);
  await poll();
  await server.elapse(50_000);
  expect(await state()).toBe('CONNECTED');
  await server.elapse(10_000);
  expect(await state()).toBe('DISCONNECTED');

  await poll();
  expect(await state()).toBe('CONNECTED');
});
