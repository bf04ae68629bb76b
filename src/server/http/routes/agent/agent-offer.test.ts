import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Conversation } from '../../../../protocol/schema/agent.ts';
import { addAgent, openQueue } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import type { TestAgent } from '../../../../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest, type TestGuest } from '../../../../testing/harness/test-guest.ts';
import { allPermissions } from '../../../domain/permissions.ts';
import { agentRoutes } from './agent.ts';

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

const chats = '/conversations/chats/:conversationId';
const participant = `${chats}/participants/:participantId`;
const ofCommunication = `${participant}/communications/:communicationId`;

/** Every way of an agent into one chat, and the states of an agent who was only offered it: alerting, or missed. */
const ways: { method: string; path: string; body?: object; ringing: number; passed: number }[] = [
  { method: 'GET', path: '/conversations/:conversationId', ringing: 200, passed: 404 },
  { method: 'GET', path: chats, ringing: 200, passed: 404 },
  { method: 'GET', path: `${chats}/messages`, ringing: 200, passed: 404 },
  { method: 'GET', path: `${chats}/messages/:messageId`, ringing: 200, passed: 404 },
  { method: 'GET', path: `${chats}/members`, ringing: 200, passed: 404 },
  { method: 'GET', path: `${chats}/members/:memberId`, ringing: 200, passed: 404 },
  { method: 'GET', path: `${chats}/notes`, ringing: 200, passed: 404 },
  { method: 'GET', path: `${participant}/wrapup`, ringing: 200, passed: 404 },
  { method: 'GET', path: `${participant}/wrapupcodes`, ringing: 200, passed: 404 },
  { method: 'GET', path: `${ofCommunication}/wrapup`, ringing: 200, passed: 404 },
  { method: 'PUT', path: `${chats}/recordingstate`, body: { recordingState: 'NONE' }, ringing: 202, passed: 404 },
  { method: 'GET', path: `${chats}/earlier`, ringing: 403, passed: 404 },
  { method: 'GET', path: `${chats}/earlier/:earlierId/messages`, ringing: 403, passed: 404 },
  { method: 'GET', path: `${chats}/mediarequests`, ringing: 403, passed: 404 },
  { method: 'GET', path: `${chats}/mediarequests/:mediaRequestId`, ringing: 403, passed: 404 },
  { method: 'POST', path: `${chats}/mediarequests`, body: { types: ['COBROWSE'] }, ringing: 400, passed: 400 },
  {
    method: 'PATCH',
    path: `${chats}/mediarequests/:mediaRequestId`,
    body: { state: 'CANCELLED' },
    ringing: 403,
    passed: 404,
  },
  { method: 'PATCH', path: chats, body: { state: 'disconnected' }, ringing: 403, passed: 403 },
  { method: 'POST', path: `${chats}/notes`, body: { body: 'Mine' }, ringing: 403, passed: 403 },
  { method: 'PATCH', path: `${participant}/attributes`, body: { attributes: { a: 'b' } }, ringing: 403, passed: 403 },
  { method: 'POST', path: `${participant}/replace`, body: { queueId: 'q' }, ringing: 400, passed: 400 },
  { method: 'POST', path: `${ofCommunication}/wrapup`, body: { name: 'x' }, ringing: 403, passed: 403 },
  {
    method: 'POST',
    path: `${chats}/communications/:communicationId/messages`,
    body: { body: 'Hello' },
    ringing: 400,
    passed: 400,
  },
  { method: 'POST', path: `${chats}/communications/:communicationId/typing`, ringing: 400, passed: 400 },
  // What an offer is for, last: it is answered or declined by it. Here it is to hold the chat.
  { method: 'PATCH', path: participant, body: { held: true }, ringing: 403, passed: 409 },
  { method: 'PATCH', path: participant, body: { wrapupSkipped: true }, ringing: 403, passed: 403 },
  { method: 'PATCH', path: ofCommunication, body: { held: true }, ringing: 403, passed: 409 },
];

type Offered = { agent: TestAgent; guest: TestGuest; conversation: Conversation; mediaRequestId: string };

async function address(path: string, { agent, guest, conversation, mediaRequestId }: Offered): Promise<string> {
  const mine = conversation.participants.findLast(({ userId }) => userId === agent.userId);
  const { body } = await guest.call('GET', '/messages');
  const ids: Record<string, string | undefined> = {
    conversationId: guest.id,
    participantId: mine?.id,
    communicationId: mine?.chats[0]?.id,
    messageId: (body as { entities: { id: string }[] }).entities[0]?.id,
    memberId: guest.memberId,
    earlierId: guest.id,
    mediaRequestId,
  };
  return `/api/v2${path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? '')}`;
}

/** A chat with an agent in it who asks a colleague to take over. */
async function offer(): Promise<Offered> {
  const { guest } = await createConnectedChat(server);
  await guest.say('My account is 12345');
  const { id: mediaRequestId } = await server.agent.askForMedia(guest.id);
  const agent = await addAgent(server, { name: 'Kim', permissions: allPermissions });
  const { participants } = await server.agent.conversation(guest.id);
  const own = participants.findLast(({ userId }) => userId === server.agent.userId);
  const path = `/api/v2${participant.replace(':conversationId', guest.id).replace(':participantId', own?.id ?? '')}`;
  await server.agent.call('POST', `${path}/replace`, { userId: agent.userId, transferType: 'Attended' });
  return { agent, guest, conversation: await agent.conversation(guest.id), mediaRequestId };
}

test('the table has every way of an agent into one chat', () => {
  const inOneChat = agentRoutes(whole.services).routes.filter(({ path }) => path.includes(':conversationId'));
  const known = new Set(ways.map(({ method, path }) => `${method} ${path}`));
  // The history is for chats that are over, and has rules of its own.
  const named = inOneChat
    .filter(({ path }) => !path.includes('/history/'))
    .map(({ method, path }) => `${method} ${path}`);

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((one) => !known.has(one))).toEqual([]);
});

test('who was only offered a chat sees what rings, and neither writes nor reads the past [S14]', async () => {
  const offered = await offer();
  const outcomes: string[] = [];
  for (const { method, path, body } of ways) {
    const { status } = await offered.agent.call(method, await address(path, offered), body);
    outcomes.push(`${method} ${path} ${JSON.stringify(body ?? {})} ${status}`);
  }

  const expected = ways.map(
    ({ method, path, body, ringing }) => `${method} ${path} ${JSON.stringify(body ?? {})} ${ringing}`,
  );
  expect(outcomes).toEqual(expected);
  const { participants } = await offered.agent.conversation(offered.guest.id);
  expect(participants.map(({ attributes }) => attributes?.a)).toEqual(participants.map(() => undefined));
  expect((await offered.guest.call('GET', `/mediarequests/${offered.mediaRequestId}`)).body).toMatchObject({
    state: 'PENDING',
  });
});

test('who let an offer pass gets and changes nothing more [S14]', async () => {
  const offered = await offer();
  const own = await address(participant, offered);
  await offered.agent.call('PATCH', own, { state: 'disconnected' });
  const outcomes: string[] = [];
  for (const { method, path, body } of ways) {
    const { status } = await offered.agent.call(method, await address(path, offered), body);
    outcomes.push(`${method} ${path} ${JSON.stringify(body ?? {})} ${status}`);
  }

  const expected = ways.map(
    ({ method, path, body, passed }) => `${method} ${path} ${JSON.stringify(body ?? {})} ${passed}`,
  );
  expect(outcomes).toEqual(expected);
});

test('the visitor’s attributes are written by who is connected, and by who took part once the chat is over [S14]', async () => {
  const offered = await offer();
  const { guest, agent } = offered;
  const visitor = offered.conversation.participants.find(({ purpose }) => purpose === 'customer');
  const path = `/api/v2/conversations/chats/${guest.id}/participants/${visitor?.id}/attributes`;
  const write = async (who: TestAgent) =>
    (await who.call('PATCH', path, { attributes: { 'context.email': 'x' } })).status;

  expect(await write(agent)).toBe(403);
  expect(await write(server.agent)).toBe(202);
  await agent.accept(guest.id);
  expect(await write(agent)).toBe(202);
  expect(await write(server.agent)).toBe(403);
  await guest.leave();
  expect(await write(server.agent)).toBe(202);
});

test('no custom field hides what the service itself shows of a visitor, signed or not [S14]', async () => {
  const customFields = {
    email: 'boss@bank.example',
    Email: 'chief@bank.example',
    page: 'https://bank.example/vault',
    name: 'The boss',
    phoneNumber: '110',
    'custom.email': 'third@bank.example',
    order: '77',
  };
  const headers = { 'Content-Type': 'application/json', Referer: 'https://shop.example/lamps' };
  const { organizationId, deploymentId, queue } = server.seed;
  const routingTarget = { targetType: 'QUEUE', targetAddress: queue };
  const memberInfo = { displayName: 'Ada', email: 'ada@site.example', customFields };
  const body = JSON.stringify({ organizationId, deploymentId, routingTarget, memberInfo });
  const created = await server.fetch('/api/v2/webchat/guest/conversations', { method: 'POST', headers, body });
  const { id, jwt } = (await created.json()) as { id: string; jwt: string };
  await server.fetch(`/api/v2/webchat/guest/conversations/${id}/messages`, {
    headers: { Authorization: `Bearer ${jwt}`, 'Webchat-Poll': '1' },
  });

  const { participants } = await server.agent.conversation(id);

  expect(participants[0]).toMatchObject({ name: 'Ada' });
  expect(
    Object.fromEntries(Object.entries(participants[0]?.attributes ?? {}).filter(([name]) => name.startsWith('c'))),
  ).toEqual({
    'context.email': 'ada@site.example',
    'context.page': 'https://shop.example/lamps',
    'context.custom.email': 'boss@bank.example',
    'context.custom.Email': 'chief@bank.example',
    'context.custom.page': 'https://bank.example/vault',
    'context.custom.name': 'The boss',
    'context.custom.phoneNumber': '110',
    'context.custom.custom.email': 'third@bank.example',
    'context.order': '77',
  });
});

test('a signed field is named as it stands among the attributes, and no field of the page is [S14]', async () => {
  const signed = await whole.agent.call('POST', '/api/v2/signeddata', {
    sub: 'c-1',
    email: 'ada@site.example',
    name: 'Ada L.',
  });
  const guest = await createGuest(server, {
    memberInfo: {
      displayName: 'Boss',
      customFields: { 'custom.name': 'Not Ada', email: 'boss@bank.example', phoneNumber: '1' },
    },
    memberAuthToken: (signed.body as { jwt: string }).jwt,
  });
  await guest.attach();

  const [visitor] = (await server.agent.conversation(guest.id)).participants;

  expect(visitor?.signedFields?.toSorted()).toEqual(['custom.name', 'email', 'sub']);
  expect(visitor?.attributes).toMatchObject({
    'context.email': 'ada@site.example',
    'context.custom.name': 'Ada L.',
    'context.custom.custom.name': 'Not Ada',
    'context.custom.phoneNumber': '1',
  });
  expect(visitor?.attributes).not.toHaveProperty(['context.phoneNumber']);
  expect(JSON.stringify(visitor)).not.toContain('boss@bank.example');
});
