import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeDeployment } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, noLimits, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import { createBody, createGuest } from '../../../../testing/harness/test-guest.ts';
import { defaultSettings } from '../../../core/settings.ts';

let server: InProcessServer;
beforeAll(async () => {
  server = await startInProcessServer();
});
afterAll(() => server.stop());

const create = (change: object = {}, headers: Record<string, string> = {}, to = server) =>
  to.fetch('/api/v2/webchat/guest/conversations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(createBody(to.seed, change)),
  });

async function readError(answer: Promise<Response>) {
  const { status, code } = (await (await answer).json()) as { status: number; code: string };
  return `${status} ${code}`;
}

test('creating answers ids, a token, a stream address and what the service can do', async () => {
  const answer = await create();
  const body = (await answer.json()) as Record<string, unknown>;

  expect(answer.status).toBe(200);
  expect(answer.headers.get('Webchat-Capabilities')).toBe('idempotency-key, seq, poll');
  expect(Object.keys(body).sort()).toEqual(['eventStreamUri', 'id', 'jwt', 'member']);
  expect(body.eventStreamUri).toMatch(`${server.origin.replace('http', 'ws')}/api/v2/webchat/guest/stream/`);
  expect(body.eventStreamUri).not.toContain(body.jwt);
});

test.each([
  [
    'an unknown queue',
    { routingTarget: { targetType: 'QUEUE', targetAddress: 'Sales' } },
    '400 chat.error.invalid.queue',
  ],
  ['an unknown deployment', { deploymentId: randomUUID() }, '404 not.found'],
  ['an unknown organization', { organizationId: randomUUID() }, '404 not.found'],
  [
    'a deployment id of another form',
    { deploymentId: 'demo' },
    '400 chat.error.pattern.createconversationrequest.deploymentid',
  ],
  ['no name', { memberInfo: {} }, '400 chat.error.notnull.createconversationrequest.memberinfo.displayname'],
])('creating with %s is refused with its documented code', async (_what, change, expected) => {
  expect(await readError(create(change))).toBe(expected);
});

test('real clients may write "queue" small and ids large', async () => {
  const answer = await create({
    deploymentId: server.seed.deploymentId.toUpperCase(),
    routingTarget: { targetType: 'queue', targetAddress: 'Support' },
  });

  expect(answer.status).toBe(200);
});

test('a disabled deployment starts no chats', async () => {
  await changeDeployment(server, { disabled: 1 });

  expect(await readError(create())).toBe('400 chat.deployment.disabled');
  await changeDeployment(server, { disabled: 0 });
});

test('a deployment that wants signed-in guests refuses all others', async () => {
  await changeDeployment(server, { authentication_required: 1 });

  expect(await readError(create())).toBe('400 chat.deployment.require.auth');
  expect(await readError(create({ memberAuthToken: 'made up' }))).toBe('400 chat.deployment.bad.auth');
  await changeDeployment(server, { authentication_required: 0 });
});

test('only pages of allowed domains chat: at creating and in every later call', async () => {
  const guest = await createGuest(server);
  await changeDeployment(server, { allowed_domains: '["shop.example"]' });
  const foreign = { Origin: 'https://evil.example' };

  const rejected = await create({}, foreign);

  expect(rejected.headers.get('Access-Control-Allow-Origin')).toBe('https://evil.example');
  expect(await readError(Promise.resolve(rejected))).toBe('403 origin.not.allowed');
  expect(await guest.call('GET', '/messages', undefined, foreign)).toMatchObject({
    status: 403,
    body: { code: 'origin.not.allowed' },
  });
  await expect(guest.attach({ origin: 'https://evil.example' })).rejects.toThrow('refused with 403');
  expect((await create({}, { Origin: 'https://shop.example' })).status).toBe(200);
  expect((await guest.call('GET', '/messages', undefined, { Origin: 'https://shop.example' })).status).toBe(200);
  await (await guest.attach({ origin: 'https://shop.example' })).close();
  await changeDeployment(server, { allowed_domains: '[]' });
});

test('the eleventh conversation of one address within a minute has to wait', async () => {
  const strict = await startInProcessServer({
    settings: { limits: { ...noLimits, create: defaultSettings.limits.create } },
  });
  for (let count = 0; count < 10; count += 1) expect((await create({}, {}, strict)).status).toBe(200);

  const eleventh = await create({}, {}, strict);

  expect(eleventh.headers.get('Retry-After')).toBe('6');
  expect(await readError(Promise.resolve(eleventh))).toBe('429 too.many.requests.retry.after');
  await strict.elapse(6_000);
  expect((await create({}, {}, strict)).status).toBe(200);
  await strict.stop();
});
