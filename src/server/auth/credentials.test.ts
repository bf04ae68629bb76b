import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, administer, changeCapacity } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { type Audience, rows } from '../../testing/harness/route-audiences.ts';
import type { TestAgent } from '../../testing/harness/test-agent.ts';
import { createConnectedChat, createGuest, type TestGuest } from '../../testing/harness/test-guest.ts';
import { createApp } from '../app.ts';
import { allPermissions } from '../domain/permissions.ts';
import { createConsoleSessions } from '../http/console-sessions.ts';
import { hashSecret } from './passwords.ts';
import { createTokens, generateSigningKey } from './tokens.ts';

const guestBase = '/api/v2/webchat/guest/conversations';
const chatBase = '/api/v2/conversations/chats/:conversationId';

let server: InProcessServer;
let agent: TestAgent;
let guest: TestGuest;
let other: TestGuest;
let ended: TestGuest;
let ids: Record<string, string>;
/** Of another chat of the same agent's. */
let foreignIds: Record<string, string>;
/** Of an administrator who is signed in to the console. */
let cookie: string;
let tokens: Record<string, string>;
beforeAll(async () => {
  server = await startInProcessServer();
  ({ agent } = server);
  await changeCapacity(server, 10);
  ({ guest } = await createConnectedChat(server));
  ({ guest: ended } = await createConnectedChat(server));
  await ended.leave();
  // The next guest waits at a queue of its own.
  const elsewhere = { ...server, seed: { ...server.seed, queue: 'Elsewhere' } };
  const foreignAgent = await addAgent(elsewhere, { name: 'Sam' });
  other = await createGuest(elsewhere);
  await other.attach();
  ids = await idsOfChat(guest);
  const { conversationId: _, userId: __, ...elsewhereToo } = await idsOfChat((await createConnectedChat(server)).guest);
  foreignIds = elsewhereToo;
  cookie = await signIn();
  tokens = {
    foreignAgent: foreignAgent.token,
    client: await clientToken([]),
    administrator: await clientToken(allPermissions),
    foreigner: await clientToken(allPermissions, randomUUID()),
    stream: guest.eventStreamUri.split('/').at(-1) ?? '',
    forged: forge(guest.jwt),
    ...(await tokensOfYesterday()),
  };
});
afterAll(() => server.stop());

/** The ids of the guest's chat. */
async function idsOfChat(guest: TestGuest): Promise<Record<string, string>> {
  const conversation = await agent.conversation(guest.id);
  const mine = conversation.participants.findLast((one) => one.userId === agent.userId);
  const channel = await agent.call('POST', '/api/v2/notifications/channels');
  return {
    conversationId: guest.id,
    memberId: guest.memberId,
    participantId: mine?.id ?? '',
    communicationId: mine?.chats[0]?.id ?? '',
    messageId: (await agent.say(guest.id, 'Hello')).id,
    mediaRequestId: (await agent.askForMedia(guest.id)).id,
    channelId: (channel.body as { id: string }).id,
    userId: agent.userId,
    ...(await storedIds()),
    deploymentId: server.seed.deploymentId,
  };
}

/** Of what administrators keep. */
async function storedIds(): Promise<Record<string, string>> {
  const { organizationId } = server.seed;
  const act = { now: server.now(), organizationId, by: { kind: 'user', id: agent.userId } } as const;
  const { run } = server.services.storage;
  const given = { shortcut: 'hello', body: 'Hello' };
  const reply = await run('putCannedReply', { act, id: undefined, given });
  const bot = { name: 'Bot', permissions: [] };
  const client = await run('addOAuthClient', { act, given: bot, secretHash: '' });
  const code = await run('addWrapupCode', { act, name: 'Solved' });
  const [queue] = await run('listQueues', { organizationId });
  return {
    responseId: 'value' in reply ? reply.value.id : '',
    clientId: 'value' in client ? client.value.id : '',
    codeId: code.value?.id ?? '',
    queueId: queue?.id ?? '',
  };
}

async function signIn(): Promise<string> {
  const answer = await server.fetch('/api/v2/console/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.origin },
    body: JSON.stringify(server.seed.agent),
  });
  return answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
}

async function clientToken(permissions: readonly string[], organizationId = server.seed.organizationId) {
  const client = { id: randomUUID(), secret: randomUUID() };
  await administer(server, async (db) => {
    const organization = { id: organizationId, name: organizationId, created_at: 0 };
    const orNot = db
      .insertInto('organization')
      .values(organization)
      .onConflict((conflict) => conflict.doNothing());
    await orNot.execute();
    const row = { id: client.id, organization_id: organizationId, name: 'A program', created_at: 0 };
    const secret = { secret_hash: hashSecret(client.secret), permissions: JSON.stringify(permissions) };
    await db
      .insertInto('oauth_client')
      .values({ ...row, ...secret })
      .execute();
  });
  const granted = await server.fetch('/oauth/token', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await granted.json()) as { access_token: string }).access_token;
}

/** The right claims under another key's signature. */
const forge = (jwt: string) => `${jwt.slice(0, jwt.lastIndexOf('.') + 1)}${'A'.repeat(86)}`;

async function tokensOfYesterday(): Promise<{ expiredGuest: string; expiredAgent: string }> {
  const now = () => server.now() - 25 * 60 * 60 * 1000;
  const keys = await server.services.storage.run('ensureSigningKey', { ...(await generateSigningKey()), now: now() });
  const old = await createTokens({ keys, now });
  const { organizationId, client } = server.seed;
  const claims = { ...server.seed, conversationId: guest.id, memberId: guest.memberId };
  const access = { clientId: client.id, organizationId, userId: agent.userId, permissions: [...allPermissions] };
  return { expiredGuest: (await old.issueGuest(claims)).token, expiredAgent: (await old.issueAccess(access)).token };
}

/** What a foreign caller sends is right but for whose it is. */
const bodies: readonly (readonly [string, unknown])[] = [
  [`PATCH ${chatBase}`, { state: 'disconnected' }],
  [`PATCH ${guestBase}/:conversationId/mediarequests/:mediaRequestId`, { types: ['COBROWSE'], state: 'DECLINED' }],
  ['mediarequests/:mediaRequestId', { state: 'CANCELLED' }],
  ['/replace', { queueId: randomUUID() }],
  ['/attributes', { attributes: { order: '77' } }],
  ['/wrapup', { code: randomUUID() }],
  ['/recordingstate', { recordingState: 'NONE' }],
  [':participantId', { state: 'connected' }],
  [':communicationId', { state: 'connected' }],
  ['/mediarequests', { types: ['COBROWSE'] }],
  ['/notes', { body: 'Hello' }],
  ['/messages', { body: 'Hello' }],
  ['/subscriptions', []],
  ['/routingstatus', { routingStatus: { status: 'ON_QUEUE' } }],
  ['users/:userId', { name: 'Sam', email: 'sam@example.com' }],
  ['responses/:responseId', { shortcut: 'hi', body: 'Hi' }],
  ['queues/:queueId', { name: 'Sales' }],
  ['oauth/clients/:clientId', { name: 'Bot' }],
  ['wrapupcodes/:codeId', { name: 'Open' }],
  ['deployments/:deploymentId', { name: 'A shop' }],
];

type Route = { method: string; path: string };

/** `401 bad.credentials`, and the body but for what differs each time. */
async function ask(
  { method, path }: Route,
  token: string | undefined,
  change: Record<string, string> = {},
  more: Record<string, string> = {},
) {
  const own: Record<string, string> = { ...ids, ...change };
  // A caller who is let in changes nothing here: what it sends makes no sense.
  const isLetIn = Object.keys(change).length === 0 && [agent.token, tokens.administrator].includes(token);
  const sent = isLetIn ? {} : (bodies.find(([end]) => `${method} ${path}`.endsWith(end))?.[1] ?? {});
  const address = path.replace(/:(\w+)/g, (_, name: string) => own[name] ?? `no ${name} in the test`);
  const answer = await server.fetch(address, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}), ...more },
    ...(['GET', 'DELETE'].includes(method) ? {} : { body: JSON.stringify(sent) }),
  });
  const text = await answer.text();
  const { contextId: _, ...body } = text === '' ? {} : JSON.parse(text);
  return { status: answer.status, code: `${answer.status} ${body.code ?? 'done'}`, body };
}

const code = async (...args: Parameters<typeof ask>) => (await ask(...args)).code;

const routesFor = (audience: Audience): Route[] =>
  rows[audience].map((row) => {
    const [method = '', path = ''] = row.split(' ');
    return { method, path };
  });

/** The path parameters by which a foreign caller could learn which ids exist. */
const unknownIds = ({ path }: Route) =>
  Object.fromEntries([...path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, randomUUID()]));

test('every route below /api/v2 has a row', () => {
  const app = createApp({ services: server.services, sessions: createConsoleSessions(server.services) });
  const served = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v2'))
    .map(({ method, path }) => `${method} ${path}`);

  expect(served.length).toBeGreaterThan(40);
  expect([...new Set(served)].toSorted()).toEqual(Object.values(rows).flat().toSorted());
});

test.each(routesFor('anybody'))('$method $path needs no token', async (route) => {
  expect(await code(route, undefined)).not.toMatch(/bad\.credentials|403/);
});

test.each(routesFor('guest'))('$method $path is its own guest’s', async (route) => {
  const foreign = route.method === 'GET' ? '404 chat.error.not.found' : '403 not.authorized';

  expect(await code(route, undefined)).toBe('401 authentication.required');
  expect(await code(route, tokens.forged)).toBe('401 bad.credentials');
  expect(await code(route, tokens.expiredGuest)).toBe('401 credentials.expired');
  for (const name of ['stream', 'client', 'administrator', 'foreignAgent', 'expiredAgent']) {
    expect(`${name}: ${await code(route, tokens[name])}`).toMatch(/: 401 (bad\.credentials|credentials\.expired)$/);
  }
  expect(await code(route, agent.token)).toBe('401 bad.credentials');
  expect(await code(route, other.jwt)).toBe(foreign);
  expect(await ask(route, other.jwt)).toEqual(await ask(route, other.jwt, { conversationId: randomUUID() }));
  expect(await code(route, ended.jwt)).toBe(foreign);
});

test.each(routesFor('guest').filter(({ path }) => path.includes(':memberId')))(
  '$method $path does for no other member what it does for oneself',
  async (route) => {
    const members = await agent.call('GET', `/api/v2/conversations/chats/${guest.id}/members`);
    const { entities } = members.body as { entities: { id: string }[] };
    const foreign = entities.find(({ id }) => id !== guest.memberId)?.id ?? '';

    if (route.method === 'GET') return;
    expect(await ask(route, guest.jwt, { memberId: foreign })).toEqual(
      await ask(route, guest.jwt, { memberId: randomUUID() }),
    );
    expect(await code(route, guest.jwt, { memberId: foreign })).toBe('403 not.authorized');
  },
);

const named = [...routesFor('guest'), ...routesFor('chat')].filter(({ path }) => path.split('/:').length > 2);

test.each(named)('$method $path finds nothing of another chat in this one', async (route) => {
  const isGuests = rows.guest.includes(`${route.method} ${route.path}`);
  const token = isGuests ? guest.jwt : agent.token;
  const foreign = await ask(route, token, foreignIds);

  expect(foreign.status).toBeGreaterThanOrEqual(400);
  expect(foreign).toEqual(await ask(route, token, { ...unknownIds(route), conversationId: guest.id }));
});

test.each(routesFor('guest').filter(({ method }) => method === 'POST'))(
  '$method $path does nothing for a guest whose chat is over',
  async (route) => {
    const own = { conversationId: ended.id, memberId: ended.memberId };
    expect(await code(route, ended.jwt, own)).toMatch(/^400 |^409 /);
  },
);

test.each([...routesFor('person'), ...routesFor('chat'), ...routesFor('history'), ...routesFor('permission')])(
  '$method $path wants an access token in its time',
  async (route) => {
    expect(await code(route, undefined)).toBe('401 authentication.required');
    expect(await code(route, forge(agent.token))).toBe('401 bad.credentials');
    expect(await code(route, tokens.expiredAgent)).toBe('401 credentials.expired');
    for (const wrong of [guest.jwt, tokens.stream]) expect(await code(route, wrong)).toBe('401 bad.credentials');
  },
);

test.each(routesFor('guest'))('$method $path takes no console cookie for a guest', async (route) => {
  expect(await code(route, undefined, {}, { Cookie: cookie, Origin: server.origin })).toBe(
    '401 authentication.required',
  );
});

test.each([...routesFor('person'), ...routesFor('chat'), ...routesFor('history'), ...routesFor('permission')])(
  '$method $path takes a console cookie from no page but our own',
  async (route) => {
    const nonexistent = { conversationId: randomUUID(), deploymentId: randomUUID(), channelId: randomUUID() };
    const answers = [{}, { Origin: 'https://evil.example' }].map((from) =>
      code(route, undefined, nonexistent, { Cookie: cookie, ...from }),
    );

    for (const answer of await Promise.all(answers)) {
      if (route.method === 'GET') expect(answer).not.toMatch(/^401|origin\.not\.allowed/);
      else expect(answer).toBe('403 origin.not.allowed');
    }
    const tampered = cookie.replace('=', '=x');
    const own = { Cookie: tampered, Origin: server.origin };
    expect(await code(route, undefined, nonexistent, own)).toBe('401 authentication.required');
  },
);

test.each([...routesFor('person'), ...routesFor('chat')])('$method $path is for people', async (route) => {
  for (const name of ['client', 'administrator']) {
    expect(`${name}: ${await code(route, tokens[name])}`).toMatch(/: 403 /);
  }
  // Of a chat with itself nothing came earlier.
  const rejected = route.path.includes(':earlierId') ? /^40[13]/ : /^40[134]/;
  expect(await code(route, agent.token)).not.toMatch(rejected);
});

test.each(routesFor('person').filter(({ path }) => path.includes(':')))(
  '$method $path does not reveal to others whether there is one',
  async (route) => {
    const foreign = await ask(route, tokens.foreignAgent);

    expect(foreign.code).toMatch(/^40[34] /);
    expect(foreign).toEqual(await ask(route, tokens.foreignAgent, unknownIds(route)));
  },
);

test.each(routesFor('chat'))('$method $path reveals nothing to an agent of another queue', async (route) => {
  const foreign = await ask(route, tokens.foreignAgent);

  expect(foreign.code).toMatch(/^40[34] /);
  expect(foreign).toEqual(await ask(route, tokens.foreignAgent, unknownIds(route)));
});

test.each(routesFor('history'))('$method $path is for who was in the chat', async (route) => {
  const own = { conversationId: ended.id };

  for (const name of ['client', 'administrator']) expect(await code(route, tokens[name], own)).toMatch(/^403 /);
  expect(await code(route, agent.token, own)).toBe('200 done');
  expect(await code(route, agent.token)).toBe('404 conversation.error.conversation.not.found');
  expect(await ask(route, tokens.foreignAgent, own)).toEqual(await ask(route, tokens.foreignAgent, unknownIds(route)));
});

test.each(routesFor('permission').toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE')))(
  '$method $path wants its permission, and its own organization',
  async (route) => {
    expect(await code(route, tokens.client)).toBe('403 missing.permissions');
    expect(await code(route, tokens.foreignAgent)).toBe('403 missing.permissions');
    if (route.path.includes(':')) {
      expect(await ask(route, tokens.foreigner)).toEqual(await ask(route, tokens.foreigner, unknownIds(route)));
    }
    expect(await code(route, tokens.administrator)).not.toMatch(/^40[134]/);
  },
);
