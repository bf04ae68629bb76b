import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCapacity } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, noLimits, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import type { Answer } from '../../testing/harness/test-agent.ts';
import { createBody, createConnectedChat, type TestGuest } from '../../testing/harness/test-guest.ts';
import { defaultSettings, type Settings } from '../core/settings.ts';

let server: InProcessServer;
let guest: TestGuest;
let own: { memberId: string; communicationId: string };
beforeAll(async () => {
  const settings: Partial<Settings> = { limits: { ...noLimits } };
  server = await startInProcessServer({ settings });
  await changeCapacity(server, 10);
  ({ guest } = await createConnectedChat(server));
  const { participants } = await server.agent.conversation(guest.id);
  const mine = participants.findLast(({ userId }) => userId === server.agent.userId);
  own = { memberId: guest.memberId, communicationId: mine?.chats[0]?.id ?? '' };
  // From here on as an operator has it who sets nothing.
  Object.assign(server.services.settings.limits, defaultSettings.limits);
});
afterAll(() => server.stop());

const post = async (path: string, init: RequestInit): Promise<Answer> => {
  const answer = await server.fetch(path, { method: 'POST', ...init });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
};
const json = { 'Content-Type': 'application/json' };
const chat = () => `/api/v2/conversations/chats/${guest.id}/communications/${own.communicationId}`;
const wrongSecret = { Authorization: `Basic ${btoa('nobody:nothing')}` };

type Row = { what: string; burst: number; perSecond: number; ask: () => Promise<Answer> };

const limited: Row[] = [
  {
    what: 'a guest’s messages',
    burst: 10,
    perSecond: 1,
    ask: () => guest.say('Hello'),
  },
  {
    what: 'a guest’s typing',
    burst: 1,
    perSecond: 0.5,
    ask: () => guest.call('POST', `/members/${own.memberId}/typing`),
  },
  { what: 'a guest’s lists', burst: 30, perSecond: 10, ask: () => guest.call('GET', '/messages') },
  {
    what: 'chats from an address',
    burst: 10,
    perSecond: 10 / 60,
    ask: () =>
      post('/api/v2/webchat/guest/conversations', { headers: json, body: JSON.stringify(createBody(server.seed)) }),
  },
  {
    what: 'an agent’s messages',
    burst: 20,
    perSecond: 20,
    ask: () => server.agent.call('POST', `${chat()}/messages`, { body: 'Hi' }),
  },
  {
    what: 'tokens for an address',
    burst: 30,
    perSecond: 1,
    ask: () =>
      post('/oauth/token', { headers: wrongSecret, body: new URLSearchParams({ grant_type: 'client_credentials' }) }),
  },
];

test.each(limited)('$what: $burst at once, then $perSecond a second', async ({ burst, perSecond, ask }) => {
  for (let count = 0; count < burst; count++) expect((await ask()).status).not.toBe(429);

  const rejected = await ask();
  const waitSeconds = Math.ceil(1 / perSecond);
  expect(rejected).toMatchObject({ status: 429, body: { code: 'too.many.requests.retry.after', status: 429 } });
  expect(rejected.headers.get('Retry-After')).toBe(String(waitSeconds));
  // Requests meanwhile cost nothing: after the announced time the caller is let in.
  expect((await ask()).status).toBe(429);
  server.skip(waitSeconds * 1000);
  expect((await ask()).status).not.toBe(429);
});

test('a guest’s sockets: 20 in a row, then refused before the handshake', async () => {
  const { settings } = server.services;
  Object.assign(settings.limits, noLimits);
  const { guest: hasty } = await createConnectedChat(server);
  Object.assign(settings.limits, defaultSettings.limits);
  for (let count = 0; count < 20; count++) {
    // Fewer than that may be open together.
    const socket = await hasty.attach();
    socket.close();
    await socket.closed;
  }

  await expect(hasty.attach()).rejects.toThrow('refused with 429');
});

test('a guest that never opens a socket chats by polling, and is connected as long as it polls', async () => {
  Object.assign(server.services.settings.limits, noLimits);
  const created = await post('/api/v2/webchat/guest/conversations', {
    headers: json,
    body: JSON.stringify(createBody(server.seed)),
  });
  expect(created.headers.get('Webchat-Capabilities')).toContain('poll');
  const { id, jwt, member } = created.body as { id: string; jwt: string; member: { id: string } };
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const headers = { ...json, Authorization: `Bearer ${jwt}`, 'Webchat-Poll': '1' };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    return post(`/api/v2/webchat/guest/conversations/${id}${path}`, init);
  };
  const stateOf = async () => ((await ask('GET', `/members/${member.id}`)).body as { state: string }).state;

  await ask('GET', '/messages');
  await server.agent.accept(id);
  expect((await ask('POST', `/members/${member.id}/messages`, { body: 'By post' })).status).toBe(200);
  await server.agent.say(id, 'And back');
  for (let polled = 0; polled < 6; polled++) {
    await server.elapse(50_000);
    const { entities } = (await ask('GET', '/messages')).body as { entities: { body: string }[] };
    expect(entities.map(({ body }) => body)).toEqual(expect.arrayContaining(['By post', 'And back']));
  }
  expect(await stateOf()).toBe('CONNECTED');

  await server.elapse(65_000);
  expect(await stateOf()).toBe('DISCONNECTED');
  await ask('GET', '/messages');
  expect(await stateOf()).toBe('CONNECTED');
});
