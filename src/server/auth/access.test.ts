import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../protocol/operations.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createConnectedChat, type TestGuest } from '../../testing/harness/test-guest.ts';
import { createTokens, generateSigningKey } from './tokens.ts';

let server: InProcessServer;
let guest: TestGuest;
let other: TestGuest;
let expired: string;
let requestId: string;
let messageId: string;
beforeAll(async () => {
  server = await startInProcessServer();
  ({ guest } = await createConnectedChat(server));
  ({ guest: other } = await createConnectedChat(server));
  requestId = (await server.agent.askForMedia(guest.id)).id;
  messageId = (await server.agent.messages(guest.id))[0]?.id ?? '';
  expired = await tokenOfYesterday();
});
afterAll(() => server.stop());

async function tokenOfYesterday(): Promise<string> {
  const now = () => server.now() - 25 * 60 * 60 * 1000;
  const keys = await server.services.storage.run('ensureSigningKey', { ...(await generateSigningKey()), now: now() });
  const tokens = await createTokens({ keys, now });
  const claims = { ...server.seed, conversationId: guest.id, memberId: guest.memberId };
  return (await tokens.issueGuest(claims)).token;
}

/** Every operation of the table that a guest's token is for, so that a new one is tested the day it comes. */
const guestOperations = Object.entries(operations).filter(([, { caller }]) => caller === 'guest');

const bodies: Record<string, unknown> = {
  sendMessage: { body: 'Hello' },
  updateMediaRequest: { types: ['COBROWSE'], state: 'DECLINED' },
};

type Row = (typeof guestOperations)[number];

async function ask([name, { method, path }]: Row, token: string | undefined, ids: Record<string, string> = {}) {
  const own = { conversationId: guest.id, memberId: guest.memberId, mediaRequestId: requestId, messageId, ...ids };
  const address = Object.entries(own).reduce((whole, [id, value]) => whole.replace(`{${id}}`, value), path as string);
  const answer = await server.fetch(address, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    ...(bodies[name] ? { body: JSON.stringify(bodies[name]) } : {}),
  });
  const text = await answer.text();
  return text === '' ? `${answer.status}` : `${answer.status} ${JSON.parse(text).code ?? 'done'}`;
}

test.each(guestOperations)('%s wants the guest’s own token, in its time', async (...row) => {
  expect(await ask(row, undefined)).toBe('401 authentication.required');
  expect(await ask(row, guest.eventStreamUri.split('/').at(-1))).toBe('401 bad.credentials');
  expect(await ask(row, server.agent.token)).toBe('401 bad.credentials');
  expect(await ask(row, expired)).toBe('401 credentials.expired');
});

test.each(guestOperations)('%s answers a foreign guest the same, whether the thing exists or not', async (...row) => {
  const expected = row[1].method === 'GET' ? '404 chat.error.not.found' : '403 not.authorized';

  expect(await ask(row, other.jwt)).toBe(expected);
  expect(await ask(row, other.jwt, { conversationId: randomUUID() })).toBe(expected);
  expect(await ask(row, guest.jwt, { conversationId: randomUUID() })).toBe(expected);
});

test('every guest operation is served to its own guest, leaving last', async () => {
  const last = ([name]: Row) => (name === 'removeMember' ? 1 : 0);
  for (const row of guestOperations.toSorted((a, b) => last(a) - last(b))) {
    const [name, { status }] = row;
    expect(`${name} ${await ask(row, guest.jwt)}`).toBe(`${name} ${status === 204 ? '204' : '200 done'}`);
  }
});
