import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import type { TestAgent } from '../testing/harness/test-agent.ts';
import { openSocket } from '../testing/harness/test-guest.ts';
import { hashSecret } from './auth/passwords.ts';
import { allPermissions } from './domain/permissions.ts';

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

type Person = { id: string; version: number; isInvited: boolean; invitation: { url: string } };

const password = 'correct horse battery';
const invite = async (email: string, more: object = {}) => {
  const answer = await administrator.call('POST', '/api/v2/users', { name: 'Noor', email, ...more });
  return answer.body as Person;
};
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  server.fetch(`/api/v2/console${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.origin, ...headers },
    body: JSON.stringify(body),
  });
const accept = async ({ invitation: { url } }: Pick<Person, 'invitation'>, chosen = password) =>
  (await post('/invitation', { token: url.split('#invite/')[1], password: chosen })).status;

async function signIn(email: string) {
  const answer = await post('/session', { email, password });
  const Cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const call = (method: string, path: string) =>
    server.fetch(path, { method, headers: { Cookie, Origin: server.origin } });
  return { status: answer.status, call };
}

test('who is invited chooses a password by the link, once, and is in', async () => {
  const noor = await invite('Noor@one.example', { role: 'administrator', skills: ['Billing'] });
  expect(noor).toMatchObject({ isInvited: true, email: 'noor@one.example', skills: ['billing'] });

  expect(await accept(noor, 'short')).toBe(400);
  expect(await accept(noor)).toBe(204);
  expect(await accept(noor)).toBe(400);

  const desk = await signIn('noor@one.example');
  const session = (await (await desk.call('GET', '/api/v2/console/session')).json()) as { permissions: string[] };
  expect(session.permissions).toContain('directory:user:edit');
});

test('a link is good for a week, and a new one makes the old one void', async () => {
  const first = await invite('ivy@one.example');
  const again = await administrator.call('POST', `/api/v2/users/${first.id}/invitation`);
  const second = { invitation: again.body as { url: string } };

  expect(await accept(first)).toBe(400);
  const tokenHash = hashSecret(second.invitation.url.split('#invite/')[1] ?? '');
  const later = { now: server.now() + 8 * 24 * 60 * 60 * 1000, tokenHash, passwordHash: '' };
  expect(await server.services.storage.run('acceptInvite', later)).toMatchObject({ rejection: {} });
  expect(await accept(second)).toBe(204);
  expect(await accept({ invitation: { url: `${server.origin}/console/#invite/made-up` } })).toBe(400);
});

test('signing out everywhere ends every session and closes the open sockets', async () => {
  const kay = await invite('kay@one.example');
  await accept(kay);
  const [one, two] = [await signIn('kay@one.example'), await signIn('kay@one.example')];
  const channel = await (await two.call('POST', '/api/v2/notifications/channels')).json();
  const socket = await openSocket((channel as { connectUri: string }).connectUri, { origin: server.origin });

  expect((await one.call('DELETE', '/api/v2/users/me/sessions')).status).toBe(204);

  expect((await socket.closed).code).toBe(4101);
  for (const desk of [one, two]) expect((await desk.call('GET', '/api/v2/console/session')).status).toBe(401);
});

test('of two changes to one person the second gets a conflict; an address belongs to one person only', async () => {
  const lee = await invite('lee@one.example');
  const change = { name: 'Lee', email: 'lee@one.example', version: lee.version };
  const path = `/api/v2/users/${lee.id}`;

  expect(await administrator.call('PUT', path, { ...change, capacity: 2 })).toMatchObject({
    status: 200,
    body: { capacity: 2 },
  });
  expect(await administrator.call('PUT', path, change)).toMatchObject({ status: 409 });
  expect(await administrator.call('POST', '/api/v2/users', change)).toMatchObject({ status: 409 });
  expect(await administrator.call('POST', '/api/v2/users', { name: 'x', email: 'no address' })).toMatchObject({
    status: 400,
  });
});

test('the last administrator can neither go nor give it up', async () => {
  const alone = await startInProcessServer();
  const given = { name: 'Ann', email: 'ann@one.example', role: 'administrator' };
  const { id } = (await alone.agent.call('POST', '/api/v2/users', given)).body as Person;

  expect(await alone.agent.call('DELETE', `/api/v2/users/${id}`)).toMatchObject({ status: 409 });
  const change = { ...given, role: 'agent' };
  expect(await alone.agent.call('PUT', `/api/v2/users/${id}`, change)).toMatchObject({ status: 409 });
  await alone.stop();
});
