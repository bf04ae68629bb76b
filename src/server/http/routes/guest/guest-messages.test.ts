import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebChatMessage, WebChatMessageEntityList } from '../../../../protocol/schema/message.ts';
import { changeCapacity } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, noLimits, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import { createConnectedChat, createGuest, type TestGuest } from '../../../../testing/harness/test-guest.ts';
import { defaultSettings } from '../../../core/settings.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeCapacity(server, 100);
});
afterAll(() => server.stop());

const rejected = (status: number, code: string) => ({ status, body: { status, code } });
const list = async (guest: TestGuest, query: string) =>
  (await guest.call('GET', `/messages${query}`)).body as WebChatMessageEntityList;
const bodies = ({ entities }: WebChatMessageEntityList) => entities.map(({ body }) => body);

async function createAttached(): Promise<TestGuest> {
  const guest = await createGuest(server);
  await guest.attach();
  return guest;
}

test('sending answers the stored message, with its number and its time', async () => {
  const guest = await createAttached();

  const { status, body } = await guest.say('Hello 👋');

  expect(status).toBe(200);
  expect(body).toEqual({
    id: expect.any(String),
    conversation: { id: guest.id, selfUri: `/api/v2/conversations/${guest.id}` },
    sender: { id: guest.memberId },
    body: 'Hello 👋',
    bodyType: 'standard',
    timestamp: new Date(server.now()).toISOString(),
    seq: 1,
    selfUri: `/api/v2/webchat/guest/conversations/${guest.id}/messages/${(body as WebChatMessage).id}`,
  });
  expect(await guest.call('GET', `/messages/${(body as WebChatMessage).id}`)).toMatchObject({ status: 200, body });
});

test('before the stream is attached nothing can be sent, and lists are empty', async () => {
  const guest = await createGuest(server);

  expect(await guest.say('Too early')).toMatchObject(rejected(400, 'chat.error.conversation.state'));
  expect(await guest.call('POST', `/members/${guest.memberId}/typing`)).toMatchObject(
    rejected(400, 'chat.error.conversation.state'),
  );
  expect(await list(guest, '')).toMatchObject({ pageSize: 100, entities: [] });
});

test('pages by cursor: after, before, between, in both orders, with links to what lies around', async () => {
  const guest = await createAttached();
  const ids: string[] = [];
  for (const body of ['1', '2', '3', '4', '5']) ids.push(((await guest.say(body)).body as WebChatMessage).id);

  const first = await list(guest, '?maxResults=2');
  const second = await list(guest, (first.next ?? '').replace(/^[^?]*/, ''));

  expect([bodies(first), bodies(second)]).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
  expect(first.previousPage).toBeUndefined();
  expect(bodies(await list(guest, (second.previousPage ?? '').replace(/^[^?]*/, '')))).toEqual(['2', '1']);
  expect(bodies(await list(guest, '?sortOrder=descending&maxResults=2'))).toEqual(['5', '4']);
  expect(bodies(await list(guest, `?before=${ids[3]}&sortOrder=descending&maxResults=2`))).toEqual(['3', '2']);
  expect(bodies(await list(guest, `?after=${ids[0]}&before=${ids[3]}`))).toEqual(['2', '3']);
  expect(await list(guest, `?after=${ids[4]}`)).toMatchObject({ entities: [] });
  expect((await list(guest, `?after=${ids[3]}`)).next).toBeUndefined();
});

test.each([
  ['maxResults=0', 400, 'invalid.query.param.value'],
  ['maxResults=101', 400, 'invalid.query.param.value'],
  ['sortOrder=sideways', 400, 'invalid.query.param.value'],
  ['after=nothing', 404, 'chat.error.not.found'],
  [`after=${randomUUID()}`, 404, 'chat.error.not.found'],
])('a list with %s is refused', async (query, status, code) => {
  const guest = await createAttached();

  expect(await guest.call('GET', `/messages?${query}`)).toMatchObject(rejected(status, code));
});

test('the same key and text is the same message, another text a conflict', async () => {
  const guest = await createAttached();
  const key = { 'Idempotency-Key': randomUUID() };

  const once = await guest.say('Once', key);
  const again = await guest.say('Once', key);

  expect(again).toMatchObject({ status: 200, body: once.body });
  expect(await guest.say('Other', key)).toMatchObject(rejected(409, 'request.conflict'));
  expect(await guest.say('x', { 'Idempotency-Key': 'no spaces' })).toMatchObject(rejected(400, 'invalid.value'));
  expect((await list(guest, '')).entities).toEqual([
    { ...(once.body as object), idempotencyKey: key['Idempotency-Key'] },
  ]);
});

test('twenty racing sends of one key are one message', async () => {
  const guest = await createAttached();

  await Promise.all(Array.from({ length: 20 }, () => guest.say('Race', { 'Idempotency-Key': 'race' })));

  expect(bodies(await list(guest, ''))).toEqual(['Race']);
});

test('only the sender sees a key, and a retry after the end still finds its message', async () => {
  const { guest, socket } = await createConnectedChat(server);
  const sent = await guest.say('Mine', { 'Idempotency-Key': 'mine' });
  const seen = await server.agent.messages(guest.id);
  await server.agent.end(guest.id);
  await socket.closed;

  expect(seen.find(({ body }) => body === 'Mine')).not.toHaveProperty('idempotencyKey');
  expect(await guest.say('Mine', { 'Idempotency-Key': 'mine' })).toMatchObject({ status: 200, body: sent.body });
  expect(await guest.say('More')).toMatchObject(rejected(400, 'chat.error.conversation.state'));
});

test.each([
  ['another conversation when reading', 'GET', () => `/../${randomUUID()}/messages`, 404, 'chat.error.not.found'],
  ['an unknown message', 'GET', () => `/messages/${randomUUID()}`, 404, 'chat.error.not.found'],
  [
    'another conversation when writing',
    'POST',
    (id: string) => `/../${randomUUID()}/members/${id}/messages`,
    403,
    'not.authorized',
  ],
  ['another member when writing', 'POST', () => `/members/${randomUUID()}/messages`, 403, 'not.authorized'],
  ['another member when typing', 'POST', () => `/members/${randomUUID()}/typing`, 403, 'not.authorized'],
])('%s is answered without telling what exists', async (_what, method, path, status, code) => {
  const guest = await createAttached();

  expect(await guest.call(method, path(guest.memberId), method === 'POST' ? { body: 'x' } : undefined)).toMatchObject(
    rejected(status, code),
  );
});

test('a guest sends ten at once, then one a second; the answer says how long to wait', async () => {
  const strict = await startInProcessServer({
    settings: { limits: { ...noLimits, guestMessage: defaultSettings.limits.guestMessage } },
  });
  const guest = await createGuest(strict);
  await guest.attach();
  for (let count = 0; count < 10; count += 1) expect((await guest.say('x')).status).toBe(200);

  const eleventh = await guest.say('x');

  expect(eleventh).toMatchObject(rejected(429, 'too.many.requests.retry.after'));
  expect(eleventh.headers.get('Retry-After')).toBe('1');
  await strict.elapse(1_000);
  expect((await guest.say('x')).status).toBe(200);
  await strict.stop();
});
