import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCapacity } from '../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../testing/harness/in-process-server.ts';
import { createBody, createConnectedChat, type TestGuest } from '../../../testing/harness/test-guest.ts';
import { createApp } from '../../app.ts';
import { createConsoleSessions } from '../console-sessions.ts';
import type { JsonSchema } from './json-schema.ts';
import { createOpenApi, findOperationDoc, servedRoutes } from './openapi.ts';

type Operation = {
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
};

let server: InProcessServer;
let document: Document;
let wrapupCode: string;
let earlierId: string;
beforeAll(async () => {
  server = await startInProcessServer();
  await changeCapacity(server, 1000);
  const { organizationId } = server.seed;
  const created = await server.services.storage.run('createWrapupCode', { now: 0, organizationId, name: 'Sold' });
  wrapupCode = created.value?.id ?? '';
  const earlier = (await createSignedChat()).guest;
  await earlier.leave();
  await server.elapse(1000);
  earlierId = earlier.id;
  document = createOpenApi(appOf(server)) as Document;
});
afterAll(() => server.stop());

/** With a visitor whom the site's own server knows. */
async function createSignedChat() {
  const { body } = await server.agent.call('POST', '/api/v2/signeddata', { sub: 'customer 77' });
  return createConnectedChat(server, { memberAuthToken: (body as { jwt: string }).jwt });
}

const appOf = ({ services }: InProcessServer) => createApp({ services, sessions: createConsoleSessions(services) });

/** Everything a path can name, of a chat of its own. */
async function freshIds(guest: TestGuest) {
  const { agent } = server;
  const mine = (await agent.conversation(guest.id)).participants.findLast(({ userId }) => userId === agent.userId);
  const channel = (await agent.call('POST', '/api/v2/notifications/channels')).body as { id: string };
  const keep = async (path: string, body: object) =>
    ((await agent.call('POST', `/api/v2${path}`, body)).body as { id: string }).id;
  const shop = (await agent.call('POST', '/api/v2/webchat/deployments', { name: randomUUID() })).body as { id: string };
  return {
    conversationId: guest.id,
    earlierId,
    memberId: guest.memberId,
    participantId: mine?.id,
    communicationId: mine?.chats[0]?.id,
    queueId: await keep('/routing/queues', { name: randomUUID() }),
    responseId: await keep('/responses', { shortcut: randomUUID(), body: 'Hello' }),
    ...(await invitePerson()),
    clientId: await keep('/oauth/clients', { name: randomUUID() }),
    codeId: await keep('/routing/wrapupcodes', { name: randomUUID() }),
    messageId: (await agent.say(guest.id, 'Hello')).id,
    mediaRequestId: (await agent.askForMedia(guest.id)).id,
    channelId: channel.id,
    deploymentId: shop.id,
    userId: agent.userId,
  };
}

async function invitePerson() {
  const given = { name: 'Noor', email: `${randomUUID()}@example.com` };
  const { id, invitation } = (await server.agent.call('POST', '/api/v2/users', given)).body as {
    id: string;
    invitation: { url: string };
  };
  return { invitedId: id, token: invitation.url.split('#invite/')[1] ?? '' };
}

/** A valid body per route; the first entry that the route ends with counts. */
const bodies = (ids: Record<string, string | undefined>): readonly (readonly [string, unknown])[] => [
  ['PATCH /api/v2/conversations/chats/{conversationId}', { state: 'disconnected' }],
  ['guest/conversations/{conversationId}/mediarequests/{mediaRequestId}', { types: ['COBROWSE'], state: 'DECLINED' }],
  ['mediarequests/{mediaRequestId}', { state: 'CANCELLED' }],
  ['POST /api/v2/webchat/guest/conversations', createBody(server.seed)],
  ['/replace', { queueId: ids.queueId }],
  ['/attributes', { attributes: { order: '77' } }],
  ['/wrapup', { code: wrapupCode, notes: 'Two lamps' }],
  ['/recordingstate', { recordingState: 'NONE' }],
  ['{participantId}', { held: true }],
  ['{communicationId}', { held: true }],
  ['/mediarequests', { types: ['SCREENSHARE'] }],
  ['/notes', { body: 'Ask for the order' }],
  ['/messages', { body: 'Hello' }],
  ['/subscriptions', [{ id: `v2.users.${ids.userId}.conversations.chats` }]],
  ['/routingstatus', { status: 'ON_QUEUE' }],
  ['/users', { name: 'Noor', email: `${randomUUID()}@example.com` }],
  ['{userId}', { name: 'Noor', email: `${randomUUID()}@example.com` }],
  ['/console/invitation', { token: ids.token, password: 'correct horse' }],
  ['/responses', { shortcut: randomUUID(), body: 'Hello {name}' }],
  ['{responseId}', { shortcut: randomUUID(), body: 'Hello {name}' }],
  ['/queues', { name: randomUUID(), memberIds: [ids.userId] }],
  ['{queueId}', { name: randomUUID(), memberIds: [] }],
  ['/oauth/clients', { name: randomUUID(), permissions: [] }],
  ['{clientId}', { name: randomUUID(), userId: ids.userId }],
  ['/wrapupcodes', { name: randomUUID() }],
  ['{codeId}', { name: randomUUID() }],
  ['/deployments', { name: 'A shop' }],
  ['/deployments/{deploymentId}', { name: 'Another shop' }],
  ['/settings', { requireDeployment: true }],
  ['/signeddata', { email: 'mira@example.com' }],
  ['/console/session', server.seed.agent],
];

async function signIn(): Promise<string> {
  const answer = await server.fetch('/api/v2/console/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.origin },
    body: JSON.stringify(server.seed.agent),
  });
  return answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
}

async function ask(method: string, path: string, sent?: { type: string; text: string }) {
  const { guest } = await createSignedChat();
  const ids: Record<string, string | undefined> = await freshIds(guest);
  const operation = document.paths[path]?.[method.toLowerCase()];
  const body = operation?.requestBody && bodies(ids).find(([end]) => `${method} ${path}`.endsWith(end))?.[1];
  const isForm = path === '/oauth/token';
  const { id, secret } = server.seed.client;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const caller = findOperationDoc({ method, path })?.caller;
  if (path.startsWith('/api/v2/users/{userId}') && !path.endsWith('/routingstatus')) ids.userId = ids.invitedId;
  if (path.includes('/history/')) await guest.leave();
  const address = path
    .replace('personaldata', 'personaldata?email=mira@example.com')
    .replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no ${name}`);
  const text = isForm ? form.toString() : body === undefined ? undefined : JSON.stringify(body);
  const answer = await server.fetch(address, {
    method,
    headers: {
      'Content-Type': sent?.type ?? (isForm ? 'application/x-www-form-urlencoded' : 'application/json'),
      Origin: server.origin,
      ...(path.endsWith('/console/session') ? { Cookie: await signIn() } : {}),
      ...(caller === 'anyone'
        ? {}
        : { Authorization: `Bearer ${caller === 'guest' ? guest.jwt : server.agent.token}` }),
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: sent?.text ?? text ?? '' }),
  });
  const received = await answer.text();
  const requestBody: unknown = isForm ? Object.fromEntries(form) : body;
  return {
    operation,
    requestBody,
    status: answer.status,
    heard: received === '' ? undefined : JSON.parse(received),
  };
}

/** The paths at which a value does not match its schema, undocumented members included. */
function faults(schema: JsonSchema, value: unknown, place = 'it'): string[] {
  const { $ref, anyOf, type, properties, required, items, additionalProperties } = schema as {
    $ref?: string;
    anyOf?: JsonSchema[];
    type?: string;
    properties?: Record<string, JsonSchema>;
    required?: string[];
    items?: JsonSchema;
    additionalProperties?: JsonSchema;
  };
  if ($ref) return faults(document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? { type: $ref }, value, place);
  if (anyOf) return anyOf.some((one) => faults(one, value).length === 0) ? [] : [`${place} is none of them`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${place} is ${value}`];
  if (type === undefined) return [];
  if (type === 'array') {
    return Array.isArray(value)
      ? value.flatMap((one, index) => faults(items ?? {}, one, `${place}[${index}]`))
      : [`${place} is no list`];
  }
  if (type !== 'object') {
    return typeof value === (type === 'integer' ? 'number' : type) ? [] : [`${place} is no ${type}`];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no object`];
  const entries: Record<string, unknown> = { ...value };
  return [
    ...(required ?? []).filter((name) => !(name in entries)).map((name) => `${place}.${name} is missing`),
    ...Object.entries(entries).flatMap(([name, one]) => {
      const announced = properties?.[name] ?? additionalProperties;
      return announced ? faults(announced, one, `${place}.${name}`) : [`${place}.${name} was not told of`];
    }),
  ];
}

const schemaOf = (content: Record<string, { schema: JsonSchema }> | undefined) =>
  Object.values(content ?? {})[0]?.schema;

test('every route takes and answers what the document says, with the status it says', { timeout: 60_000 }, async () => {
  const served = servedRoutes(appOf(server));
  for (const { method, path } of served) {
    const { operation, requestBody, status, heard } = await ask(method, path);
    const name = `${method} ${path}`;

    expect(`${name} ${status}`).toBe(`${name} ${Object.keys(operation?.responses ?? {})[0]}`);
    const [takes, answers] = [
      schemaOf(operation?.requestBody?.content),
      schemaOf(operation?.responses[status]?.content),
    ];
    expect([name, heard === undefined]).toEqual([name, answers === undefined]);
    expect([name, ...(answers ? faults(answers, heard) : [])]).toEqual([name]);
    expect([name, ...(takes ? faults(takes, requestBody) : [])]).toEqual([name]);
  }
  expect(served.length).toBeGreaterThan(60);
});

test('a body is read where the document says so, and nowhere else', { timeout: 60_000 }, async () => {
  for (const { method, path } of servedRoutes(appOf(server))) {
    if (method === 'GET' || method === 'DELETE' || path === '/oauth/token') continue;
    const { operation, status } = await ask(method, path, { type: 'text/plain', text: 'Hello' });

    expect([method, path, status === 415]).toEqual([method, path, operation?.requestBody !== undefined]);
  }
});
