import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent } from '../../../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../../../testing/harness/in-process-server.ts';
import type { TestAgent } from '../../../../testing/harness/test-agent.ts';
import { createConnectedChat } from '../../../../testing/harness/test-guest.ts';
import { allPermissions } from '../../../domain/permissions.ts';

let server: InProcessServer;
let administrator: TestAgent;
beforeAll(async () => {
  server = await startInProcessServer();
  administrator = await addAgent(server, { name: 'Bo', permissions: allPermissions, capacity: 0 });
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.stop();
});

type Client = { id: string; name: string; version: number; secret: string };
const path = '/api/v2/oauth/clients';
const create = async (body: object) => (await administrator.call('POST', path, body)).body as Client;

async function tokenOf({ id, secret }: Pick<Client, 'id' | 'secret'>): Promise<string | undefined> {
  const answer = await server.fetch('/oauth/token', {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return answer.ok ? ((await answer.json()) as { access_token: string }).access_token : undefined;
}
const statusWith = async (token: string | undefined) =>
  (await server.fetch('/api/v2/webchat/deployments', { headers: { Authorization: `Bearer ${token}` } })).status;

test('a program gets a secret once, comes in by it, and may do what it was allowed', async () => {
  const bot = await create({ name: 'Terraform', permissions: ['webchat:deployment:read'] });
  const listed = ((await administrator.call('GET', path)).body as { entities: Client[] }).entities;

  expect(listed.find(({ id }) => id === bot.id)).toEqual({ ...bot, secret: undefined });
  expect(JSON.stringify(listed)).not.toContain(bot.secret);
  expect(await statusWith(await tokenOf(bot))).toBe(200);
  const change = { name: 'Terraform', permissions: [], version: bot.version };
  expect(await administrator.call('PUT', `${path}/${bot.id}`, change)).toMatchObject({
    status: 200,
    body: { version: 2 },
  });
  expect(await administrator.call('PUT', `${path}/${bot.id}`, change)).toMatchObject({ status: 409 });
  await server.elapse(11_000);
  expect(await statusWith(await tokenOf(bot))).toBe(403);
});

test('a new secret makes the old one void, and every token given for it', async () => {
  const bot = await create({ name: 'Leaky', permissions: ['webchat:deployment:read'] });
  const old = await tokenOf(bot);
  expect(await statusWith(old)).toBe(200);

  const { secret } = (await administrator.call('POST', `${path}/${bot.id}/secret`)).body as Client;
  await server.elapse(11_000);

  expect(await tokenOf(bot)).toBeUndefined();
  expect(await statusWith(old)).toBe(401);
  expect(await statusWith(await tokenOf({ ...bot, secret }))).toBe(200);
  expect(await administrator.call('DELETE', `${path}/${bot.id}`)).toMatchObject({ status: 204 });
  expect(await tokenOf({ ...bot, secret })).toBeUndefined();
});

test('a client gets no permission that its creator lacks or that does not exist, and no person of another organization', async () => {
  const some = await addAgent(server, { name: 'Sam', permissions: ['oauth:client:edit'], capacity: 0 });
  const body = (more: object) => ({ name: 'Greedy', ...more });
  const unknownUserId = '00000000-0000-4000-8000-000000000000';

  expect(await some.call('POST', path, body({ permissions: ['audits:audit:view'] }))).toMatchObject({ status: 403 });
  expect(await administrator.call('POST', path, body({ permissions: ['all:of:it'] }))).toMatchObject({ status: 400 });
  expect(await administrator.call('POST', path, body({ userId: unknownUserId }))).toMatchObject({ status: 400 });
  await create(body({ userId: administrator.userId }));
  expect(await administrator.call('POST', path, body({}))).toMatchObject({ status: 409 });
});

test('what refers to a queue, a deployment or a person is listed before its removal', async () => {
  const { guest } = await createConnectedChat(server);
  const usesOf = async (kind: string, id: string | undefined) =>
    ((await administrator.call('GET', `/api/v2/${kind}/${id}/uses`)).body as { entities: unknown[] }).entities;
  const queues = (await administrator.call('GET', '/api/v2/routing/queues')).body as { entities: Client[] };

  expect(await usesOf('routing/queues', queues.entities[0]?.id)).toEqual([{ kind: 'chat', count: 1 }]);
  expect(await usesOf('webchat/deployments', server.seed.deploymentId)).toEqual([{ kind: 'chat', count: 1 }]);
  expect(await usesOf('users', server.agent.userId)).toMatchObject([
    { kind: 'chat', count: 1 },
    { kind: 'queue', name: server.seed.queue },
    { kind: 'client' },
  ]);
  await guest.leave();
  expect(await usesOf('webchat/deployments', server.seed.deploymentId)).toEqual([{ kind: 'ended chat', count: 1 }]);
  expect(await usesOf('users', '00000000-0000-4000-8000-000000000000')).toEqual([]);
});

test('the number of wrap-ups with a code is listed before its removal; notes that only resemble one do not count', async () => {
  const codes = '/api/v2/routing/wrapupcodes';
  const create = async (name: string) => (await administrator.call('POST', codes, { name })).body as Client;
  const usesOf = async ({ id }: Client) => (await administrator.call('GET', `${codes}/${id}/uses`)).body;
  const [texts, other] = [await create('Said'), await create('Other')];
  const { guest } = await createConnectedChat(server);
  const { participants } = await server.agent.conversation(guest.id);
  const mine = participants.findLast(({ userId }) => userId === server.agent.userId);
  const path = `/api/v2/conversations/chats/${guest.id}/participants/${mine?.id}`;
  const wrapup = { code: texts.id, notes: `"code":"${other.id}"` };

  expect(await usesOf(texts)).toEqual({ entities: [] });
  await server.agent.call('POST', `${path}/communications/${mine?.chats[0]?.id}/wrapup`, wrapup);
  expect(await usesOf(texts)).toEqual({ entities: [{ kind: 'wrap-up', count: 1 }] });
  expect(await usesOf(other)).toEqual({ entities: [] });

  await administrator.call('DELETE', `${codes}/${texts.id}`);
  expect((await server.agent.call('GET', `${path}/wrapup`)).body).toMatchObject({ name: 'Said' });
});

test('of two renames of one wrap-up code the second gets a conflict', async () => {
  const codes = '/api/v2/routing/wrapupcodes';
  const { id } = (await administrator.call('POST', codes, { name: 'Refnud' })).body as Client;

  expect(await administrator.call('PUT', `${codes}/${id}`, { name: 'Refund', version: 1 })).toMatchObject({
    status: 200,
    body: { version: 2 },
  });
  expect(await administrator.call('PUT', `${codes}/${id}`, { name: 'Mine', version: 1 })).toMatchObject({
    status: 409,
  });
});
