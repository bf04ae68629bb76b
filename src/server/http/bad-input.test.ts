import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../protocol/operations.ts';
import { changeCapacity } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createBody, createConnectedChat, type TestGuest } from '../../testing/harness/test-guest.ts';

let server: InProcessServer;
let guest: TestGuest;
let other: TestGuest;
let ended: TestGuest;
let messageId: string;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeCapacity(server, 10);
  ({ guest } = await createConnectedChat(server));
  ({ guest: other } = await createConnectedChat(server));
  ({ guest: ended } = await createConnectedChat(server));
  messageId = ((await ended.say('Bye')).body as { id: string }).id;
  await ended.leave();
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

const rows = Object.entries(operations);
type Row = (typeof rows)[number];
type Ids = Record<string, string>;

const withBody: Partial<Record<keyof typeof operations, object>> = {
  createConversation: {},
  sendMessage: { body: 'Hello' },
  updateMediaRequest: { types: ['COBROWSE'], state: 'DECLINED' },
  createDeployment: { name: 'Shop' },
  replaceDeployment: { name: 'Shop' },
  replaceSettings: { requireDeployment: false },
};
const takers = rows.filter(([name]) => name in withBody);

async function ask([, row]: Row, init: RequestInit = {}, { as = guest, ids = {} }: { as?: TestGuest; ids?: Ids } = {}) {
  const known: Ids = { conversationId: as.id, memberId: as.memberId, deploymentId: server.seed.deploymentId, ...ids };
  const path = row.path.replace(/\{(\w+)\}/g, (_whole, name: string) => known[name] ?? randomUUID());
  const token = row.caller === 'guest' ? as.jwt : server.agent.token;
  const answer = await server.fetch(path, {
    method: row.method,
    ...init,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...init.headers },
  });
  const text = await answer.text();
  return `${answer.status} ${text === '' ? '' : (JSON.parse(text).code ?? 'done')}`.trim();
}

test.each(takers)('%s: JSON that cannot be read is bad.request', async (...row) => {
  for (const body of ['', '{', '{"a":}', 'body=Hello', '\ufeff{']) {
    expect(await ask(row, { body })).toBe('400 bad.request');
  }
  expect(await ask(row, { body: new Uint8Array([0x7b, 0xff, 0x7d]) })).toBe('400 bad.request');
});

test.each(takers)('%s: a body of another type is refused as what it is', async (...row) => {
  for (const body of ['null', '[]', '"text"', '7', 'true', '[[{}]]']) {
    expect(await ask(row, { body })).toMatch(/^400 (constraint\.validation|invalid\.value|chat\.error\.)/);
  }
});

test.each(takers)('%s: 32 KiB and no more', async (...row) => {
  expect(await ask(row, { body: `{"a":"${'x'.repeat(33 * 1024)}"}` })).toBe('413 request.entity.too.large');
  expect(await ask(row, { body: 'x'.repeat(1024 * 1024) })).toBe('413 request.entity.too.large');
});

test.each(takers)('%s: sixteen thousand lists in each other are no bug', async (...row) => {
  const deep = `${'['.repeat(16_000)}${']'.repeat(16_000)}`;

  expect(await ask(row, { body: deep })).toBe('400 bad.request');
  for (const field of ['name', 'body', 'memberInfo', 'state', 'requireDeployment']) {
    expect(await ask(row, { body: `{"${field}":${deep}}` })).toBe('400 bad.request');
  }
});

test('signed data that is too deep is refused', async () => {
  const deep = `{"a":${'['.repeat(16_000)}${']'.repeat(16_000)}}`;
  const answer = await server.fetch('/api/v2/signeddata', {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.agent.token}`, 'Content-Type': 'application/json' },
    body: deep,
  });

  expect(answer.status).toBe(400);
});

test.each(takers)('%s: anything but JSON is 415', async (...row) => {
  const body = JSON.stringify(withBody[row[0] as keyof typeof operations]);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'json']) {
    expect(await ask(row, { body, headers: { 'Content-Type': type } })).toBe('415 unsupported.media.type');
  }
  expect(await ask(row, { body, headers: { 'Content-Encoding': 'gzip' } })).toBe('415 unsupported.media.type');
});

test('createConversation, sendMessage: NUL is refused, half a pair becomes U+FFFD', async () => {
  const create = JSON.stringify(createBody(server.seed, { memberInfo: { displayName: 'A\u0000da' } }));
  expect(await ask(['createConversation', operations.createConversation], { body: create })).toMatch(/^400 /);
  expect((await guest.say('a\u0000b')).status).toBe(400);
  expect((await guest.say('{"body":"\\ud800x"}')).status).toBe(200);
  expect((await guest.call('POST', `/members/${guest.memberId}/messages`, '{"body":"\\ud800x"}')).body).toMatchObject({
    body: '\ufffdx',
  });
});

test.each(rows)('%s: another method is 405 with the ones that are', async (...[name, row]) => {
  const path = row.path.replace(/\{\w+\}/g, guest.id);
  const token = row.caller === 'guest' ? guest.jwt : server.agent.token;
  for (const method of ['PATCH', 'PUT', 'DELETE', 'POST', 'GET']) {
    if (rows.some(([, one]) => one.path === row.path && one.method === method)) continue;
    const answer = await server.fetch(path, { method, headers: { Authorization: `Bearer ${token}` } });
    expect(`${name} ${method} ${answer.status}`).toBe(`${name} ${method} 405`);
    expect(answer.headers.get('Allow')).toContain(row.method);
  }
});

const named = rows.filter(
  ([, { path, caller }]) => caller === 'guest' && /\{m(essage|ember|ediaRequest)Id\}/.test(path),
);

test.each(named)('%s: an id that is unknown, foreign or none is refused alike', async (...row) => {
  const [, { method, path }] = row;
  const bodyOf = withBody[row[0] as keyof typeof operations];
  const init = bodyOf ? { body: JSON.stringify(bodyOf) } : {};
  const isOwnWriting = path.includes('{memberId}') && method !== 'GET';
  for (const id of [randomUUID(), other.memberId, messageId, 'x', '%00', "'", encodeURIComponent('🙂')]) {
    const ids = { memberId: id, messageId: id, mediaRequestId: id };
    expect(await ask(row, init, { ids })).toBe(isOwnWriting ? '403 not.authorized' : '404 chat.error.not.found');
  }
});

test.each(rows.filter(([, { caller }]) => caller === 'guest'))(
  '%s: what it says of a chat that is over',
  async (...row) => {
    const bodyOf = withBody[row[0] as keyof typeof operations];
    const answer = ask(row, bodyOf ? { body: JSON.stringify(bodyOf) } : {}, { as: ended, ids: { messageId } });

    expect(await answer).toBe(afterTheEnd[row[0] as keyof typeof afterTheEnd]);
  },
);

const afterTheEnd = {
  listMembers: '200 done',
  getMember: '200 done',
  removeMember: '400 chat.error.member.state',
  sendMessage: '400 chat.error.conversation.state',
  sendTyping: '400 chat.error.conversation.state',
  listMessages: '200 done',
  getMessage: '200 done',
  listMediaRequests: '200 done',
  getMediaRequest: '404 chat.error.not.found',
  updateMediaRequest: '404 chat.error.not.found',
};

test.each([
  ['maxResults=0', '400 invalid.query.param.value'],
  ['maxResults=101', '400 invalid.query.param.value'],
  ['maxResults=abc', '400 invalid.query.param.value'],
  ['sortOrder=sideways', '400 invalid.query.param.value'],
  [`after=${randomUUID()}`, '404 chat.error.not.found'],
  ['before=nothing', '404 chat.error.not.found'],
  ['after=%00', '400 invalid.query.param.value'],
  ['after=&before=&sortOrder=&maxResults=', '200 done'],
])('listMessages: %s answers %s', async (query, expected) => {
  const { status, body } = await guest.call('GET', `/messages?${query}`);

  expect(`${status} ${(body as { code?: string }).code ?? 'done'}`).toBe(expected);
});

test('listMessages: both cursors mean between, the wrong way round nothing', async () => {
  // In turn: of messages sent at once, any may come first.
  const first = await other.say('1');
  await other.say('2');
  const last = await other.say('3');
  const id = (answer: typeof first) => (answer.body as { id: string }).id;
  const between = async (after: string, before: string) =>
    ((await other.call('GET', `/messages?after=${after}&before=${before}`)).body as { entities: unknown[] }).entities;

  expect(await between(id(first), id(last))).toMatchObject([{ body: '2' }]);
  expect(await between(id(last), id(first))).toEqual([]);
});

test.each([
  ['pageSize=0', '400 invalid.query.param.value'],
  ['pageSize=101', '400 invalid.query.param.value'],
  ['pageNumber=0', '400 invalid.query.param.value'],
  ['pageNumber=x', '400 invalid.query.param.value'],
  ['excludeDisconnectedMembers=maybe', '400 invalid.query.param.value'],
])('listMembers: %s answers %s', async (query, expected) => {
  const { status, body } = await guest.call('GET', `/members?${query}`);

  expect(`${status} ${(body as { code?: string }).code}`).toBe(expected);
});

test('listMembers: a page beyond the end is empty and points back', async () => {
  expect((await guest.call('GET', '/members?pageNumber=99')).body).toMatchObject({
    entities: [],
    pageNumber: 99,
    total: 3,
  });
});
