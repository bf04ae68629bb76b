import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent, administer } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import { createBody, createConnectedChat, createGuest } from '../../../../testing/harness/test-guest.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer({ settings: { maxDeployments: 40 } });
});
afterAll(() => server.stop());

type Body = Record<string, unknown> & { id: string; code?: string };

async function call(method: string, path: string, body?: unknown) {
  const answer = await server.agent.call(method, `/api/v2/webchat${path}`, body);
  return { status: answer.status, body: answer.body as Body };
}

const everything = {
  name: 'Shop',
  description: 'The chat of the shop',
  authenticationRequired: true,
  authenticationUrl: 'https://shop.example/token',
  disabled: true,
  webChatConfig: { webChatSkin: 'modern-caret-skin' },
  allowedDomains: ['shop.example', '*.shop.example:8443'],
  flow: { id: 'f', name: 'Opening hours', selfUri: '/api/v2/flows/f' },
};

test('createDeployment: every field of the model is stored and returned', async () => {
  const created = await call('POST', '/deployments', { ...everything, selfUri: '/made/up', division: {} });

  const { id } = created.body;
  expect(created).toEqual({
    status: 200,
    body: {
      ...everything,
      acceptPriority: false,
      id: expect.any(String),
      version: 1,
      selfUri: `/api/v2/webchat/deployments/${id}`,
    },
  });
  expect((await call('GET', `/deployments/${id}`)).body).toEqual(created.body);
  expect((await call('GET', `/deployments/${id.toUpperCase()}`)).body).toEqual(created.body);
});

test('createDeployment: a name is enough, and fields that were not sent are not returned', async () => {
  const { status, body } = await call('POST', '/deployments', { name: 'Small', description: null, flow: null });

  expect(status).toBe(200);
  expect(body).toEqual({
    id: expect.any(String),
    name: 'Small',
    authenticationRequired: false,
    disabled: false,
    allowedDomains: [],
    acceptPriority: false,
    version: 1,
    selfUri: `/api/v2/webchat/deployments/${body.id}`,
  });
});

test('createDeployment: a free id is taken over, a taken one is replaced by a new one', async () => {
  const id = randomUUID();

  expect((await call('POST', '/deployments', { id: id.toUpperCase(), name: 'Moved' })).body.id).toBe(id);
  const again = await call('POST', '/deployments', { id, name: 'Moved' });

  expect(again.status).toBe(200);
  expect(again.body.id).not.toBe(id);
  expect((await call('POST', '/deployments', { id: 'shop', name: 'No id' })).body.id).not.toBe('shop');
});

test.each([
  ['without a name', {}],
  ['with a blank name', { name: ' ' }],
  ['with a name too long', { name: 'x'.repeat(257) }],
  ['with NUL in it', { name: 'a\u0000b' }],
  ['with a number for a name', { name: 7 }],
  ['with another skin', { name: 'x', webChatConfig: { webChatSkin: 'glossy' } }],
  ['with domains that are no list', { name: 'x', allowedDomains: 'shop.example' }],
  ['with too many domains', { name: 'x', allowedDomains: Array(101).fill('a.example') }],
  ['with a flag that is no flag', { name: 'x', disabled: 'yes' }],
  ['with a flow that has no id', { name: 'x', flow: { name: 'f' } }],
])('createDeployment, replaceDeployment: %s is 400', async (_what, body) => {
  for (const [method, path] of [
    ['POST', '/deployments'],
    ['PUT', `/deployments/${server.seed.deploymentId}`],
  ] as const) {
    expect(await call(method, path, body)).toMatchObject({ status: 400, body: { code: 'constraint.validation' } });
  }
});

test('createDeployment: half a surrogate pair is stored as U+FFFD, an empty domain not at all', async () => {
  const { body } = await call('POST', '/deployments', { name: 'a\ud800', allowedDomains: [' ', ' shop.example '] });

  expect(body).toMatchObject({ name: 'a\ufffd', allowedDomains: ['shop.example'] });
});

test('createDeployment: an organization has only so many', async () => {
  const busy = await startInProcessServer({ settings: { maxDeployments: 2 } });
  const create = () => busy.agent.call('POST', '/api/v2/webchat/deployments', { name: 'One more' });

  expect((await create()).status).toBe(200);
  expect(await create()).toMatchObject({ status: 409, body: { code: 'maximum.deployments.exceeded' } });
  await busy.stop();
});

test('listDeployments: all of the organization’s, on one page', async () => {
  const { id } = (await call('POST', '/deployments', { name: 'Listed' })).body;

  const { body } = await call('GET', '/deployments');
  const entities = body.entities as Body[];

  expect(body).toMatchObject({ total: entities.length, selfUri: '/api/v2/webchat/deployments' });
  expect(entities.map((one) => one.id)).toEqual(expect.arrayContaining([id, server.seed.deploymentId]));
});

test('replaceDeployment: fields that are not sent are removed', async () => {
  const { id } = (await call('POST', '/deployments', everything)).body;

  const replaced = await call('PUT', `/deployments/${id}`, { id: randomUUID(), name: 'Plain' });

  expect(replaced.body).toEqual({
    id,
    name: 'Plain',
    authenticationRequired: false,
    disabled: false,
    allowedDomains: [],
    acceptPriority: false,
    version: 2,
    selfUri: `/api/v2/webchat/deployments/${id}`,
  });
});

test('replaceDeployment: fields of ours stay where a client does not send them, and null clears them [S16]', async () => {
  const queues = (await server.agent.call('GET', '/api/v2/routing/queues')).body as { entities: Body[] };
  const own = { retentionDays: 30, queueId: queues.entities[0]?.id, acceptPriority: true };
  const { id } = (await call('POST', '/deployments', { ...everything, ...own })).body;

  expect((await call('PUT', `/deployments/${id}`, everything)).body).toMatchObject({ ...own, version: 2 });
  await call('PUT', `/deployments/${id}`, { ...everything, retentionDays: null, queueId: null });

  const { body } = await call('GET', `/deployments/${id}`);
  expect(Object.keys(body)).not.toContain('retentionDays');
  expect(Object.keys(body)).not.toContain('queueId');
});

test('getDeployment, replaceDeployment, deleteDeployment: what is not there is resource.not.found', async () => {
  for (const [method, body] of [['GET'], ['PUT', { name: 'x' }], ['DELETE']] as const) {
    expect(await call(method, `/deployments/${randomUUID()}`, body)).toMatchObject({
      status: 404,
      body: { code: 'resource.not.found' },
    });
  }
});

test('deleteDeployment: running chats go on, no new ones start', async () => {
  const { id } = (await call('POST', '/deployments', { name: 'Short-lived' })).body;
  const { guest, socket } = await createConnectedChat(server, { deploymentId: id });

  expect((await call('DELETE', `/deployments/${id}`)).status).toBe(204);

  expect((await guest.say('Still there?')).status).toBe(200);
  await socket.waitFor('message Still there?');
  expect((await guest.call('GET', '/members')).status).toBe(200);
  expect(await createConversation({ deploymentId: id })).toBe('404 not.found');
  expect((await call('DELETE', `/deployments/${id}`)).status).toBe(404);
  await guest.leave();
});

test('deleteDeployment: running chats stay bound to the domains they began on, until the id is used again', async () => {
  const deployment = { name: 'Bound', allowedDomains: ['shop.example'] };
  const { id } = (await call('POST', '/deployments', deployment)).body;
  const { guest } = await createConnectedChat(server, { deploymentId: id });
  const from = async (origin: string) => (await guest.say('Hello', { Origin: origin })).status;

  await call('DELETE', `/deployments/${id}`);

  expect(await from('https://shop.example')).toBe(200);
  expect(await from('https://elsewhere.example')).toBe(403);
  expect((await call('GET', '/deployments')).body.entities).not.toContainEqual(expect.objectContaining({ id }));
  expect((await call('GET', `/deployments/${id}`)).status).toBe(404);
  expect((await call('PUT', `/deployments/${id}`, { name: 'Again' })).status).toBe(404);
  expect((await call('POST', '/deployments', { id, name: 'Anew' })).body).toMatchObject({ id, allowedDomains: [] });
  expect(await from('https://elsewhere.example')).toBe(200);
  await guest.leave();
});

test('replaceDeployment: disabled, it starts no chats and leaves the running ones alone', async () => {
  const { id } = (await call('POST', '/deployments', { name: 'Closing' })).body;
  const { guest } = await createConnectedChat(server, { deploymentId: id });

  await call('PUT', `/deployments/${id}`, { name: 'Closed', disabled: true });

  expect(await createConversation({ deploymentId: id })).toBe('400 chat.deployment.disabled');
  expect((await guest.say('Still there?')).status).toBe(200);
  await guest.leave();
});

test('a deployment with a queue of its own sends its chats there, until it has none', async () => {
  const made = await server.agent.call('POST', '/api/v2/routing/queues', { name: randomUUID(), userIds: [] });
  const queueId = (made.body as Body).id;
  const { body } = await call('POST', '/deployments', { name: 'Apart', queueId });
  const start = async () => {
    const { id } = await createGuest(server, { deploymentId: body.id });
    return administer(server, (db) =>
      db.selectFrom('conversation').select('queue_id').where('id', '=', id).executeTakeFirst(),
    );
  };
  expect(body).toMatchObject({ queueId });
  expect(await start()).toMatchObject({ queue_id: queueId });

  // Other clients, which know nothing of it, change nothing about it.
  expect((await call('PUT', `/deployments/${body.id}`, { name: 'Renamed' })).body).toMatchObject({ queueId });
  expect(await call('PUT', `/deployments/${body.id}`, { name: 'Lost', queueId: randomUUID() })).toMatchObject({
    status: 400,
    body: { code: 'invalid.value' },
  });
  expect((await call('PUT', `/deployments/${body.id}`, { name: 'Like all', queueId: null })).body).not.toHaveProperty(
    'queueId',
  );
  expect((await start())?.queue_id).not.toBe(queueId);
});

test('getSettings, replaceSettings, resetSettings: one switch, off by default and again', async () => {
  expect(await call('GET', '/settings')).toEqual({ status: 200, body: { requireDeployment: false, version: 1 } });
  const second = { requireDeployment: true, version: 2 };
  expect((await call('PUT', '/settings', { requireDeployment: true })).body).toEqual(second);
  expect(await call('PUT', '/settings', { requireDeployment: false, version: 1 })).toMatchObject({
    status: 409,
    body: { code: 'request.conflict' },
  });
  expect((await call('GET', '/settings')).body).toEqual(second);
  expect((await call('DELETE', '/settings')).status).toBe(204);
  expect((await call('GET', '/settings')).body).toEqual({ requireDeployment: false, version: 3 });
  expect(await call('PUT', '/settings', { requireDeployment: 'yes' })).toMatchObject({
    status: 400,
    body: { code: 'constraint.validation' },
  });
});

test.each([
  ['listDeployments', 'GET', '/webchat/deployments'],
  ['createDeployment', 'POST', '/webchat/deployments'],
  ['getDeployment', 'GET', '/webchat/deployments/x'],
  ['replaceDeployment', 'PUT', '/webchat/deployments/x'],
  ['deleteDeployment', 'DELETE', '/webchat/deployments/x'],
  ['getSettings', 'GET', '/webchat/settings'],
  ['replaceSettings', 'PUT', '/webchat/settings'],
  ['resetSettings', 'DELETE', '/webchat/settings'],
  ['signed data', 'POST', '/signeddata'],
])('%s: needs its permission, and credentials at all', async (_name, method, path) => {
  const agent = await addAgent(server, { name: 'Without', permissions: [] });
  const address = `/api/v2${path}`;

  const body = method === 'GET' ? undefined : {};
  expect(await agent.call(method, address, body)).toMatchObject({ status: 403, body: { code: 'missing.permissions' } });
  expect((await server.fetch(address, { method })).status).toBe(401);
});

async function createConversation(change: object) {
  const answer = await server.fetch('/api/v2/webchat/guest/conversations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(createBody(server.seed, change)),
  });
  return `${answer.status} ${((await answer.json()) as { code?: string }).code ?? 'done'}`;
}
