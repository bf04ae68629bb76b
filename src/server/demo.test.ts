import { afterEach, expect, test } from 'vitest';
import { administer } from '../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { createConnectedChat } from '../testing/harness/test-guest.ts';
import { engines } from '../testing/harness/test-store.ts';
import { hashPassword } from './auth/passwords.ts';
import { readConfig } from './core/config.ts';
import { checkDemoAccounts, withAdministrator } from './demo.ts';
import { defaultTiming as timing } from './domain/timing.ts';
import type { DemoDetails } from './storage/operations/demo.ts';

let server: InProcessServer;
afterEach(() => server.stop());

const cookieOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
const own = { email: 'ada@shop.example', password: 'a long enough password' };

const signIn = (words: { email: string; password: string }) =>
  server.fetch('/api/v2/console/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.origin },
    body: JSON.stringify(words),
  });

const askAsClient = ({ id, secret }: DemoDetails['client']) =>
  server.fetch('/oauth/token', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });

const whoAmI = async (headers: Record<string, string>) => (await server.fetch('/api/v2/users/me', { headers })).status;

test.each(engines)(
  'removing the demo ends each of its ways in, and nothing of the operator’s own, on %s [S2]',
  async (engine) => {
    server = await startInProcessServer({ engine });
    const { storage } = server.services;
    const details = await withAdministrator(server.seed, storage, server.now());
    const administrator = details.administrator ?? own;
    const session = { Cookie: cookieOf(await signIn(details.agent)) };
    const renamed = 'kim@shop.example';
    await administer(server, (db) =>
      db.updateTable('user').set({ email: renamed }).where('email', '=', administrator.email).execute(),
    );
    const bearer = { Authorization: `Bearer ${server.agent.token}` };
    const { guest } = await createConnectedChat(server);
    expect([await whoAmI(session), await whoAmI(bearer)]).toEqual([200, 200]);
    const ada = {
      organization: undefined,
      name: 'Ada',
      role: 'administrator',
      capacity: 4,
      queues: [],
      now: 0,
    } as const;
    await storage.run('createUser', { ...ada, email: own.email, passwordHash: await hashPassword(own.password) });

    const removed = await storage.run('removeDemo', { now: server.now(), timing });
    await server.elapse(10_000);

    expect(removed.value?.toSorted()).toEqual([renamed, details.agent.email].toSorted());
    for (const words of [details.agent, administrator, { ...administrator, email: renamed }]) {
      expect((await signIn(words)).status).toBe(401);
    }
    expect([await whoAmI(session), await whoAmI(bearer), (await askAsClient(details.client)).status]).toEqual([
      401, 401, 401,
    ]);
    expect((await signIn(own)).status).toBe(200);
    expect((await guest.say('Still there?')).status).toBe(200);
    expect(await storage.run('findDemo', undefined)).toBe('used');
    expect((await storage.run('removeDemo', { now: server.now(), timing })).rejection?.code).toBe('not.found');
  },
);

test('a store that was seeded before ids were noted gives its people by their addresses', async () => {
  server = await startInProcessServer();
  await administer(server, (db) => db.deleteFrom('meta').where('key', '=', 'demo-people').execute());

  const removed = await server.services.storage.run('removeDemo', { now: server.now(), timing });

  expect(removed.value).toEqual([server.seed.agent.email]);
});

test.each<Record<string, string>>([
  { PORCHLIGHT_PUBLIC_URL: 'https://chat.example.com' },
  { PORCHLIGHT_TRUSTED_PROXIES: '127.0.0.1' },
  { HOST: '0.0.0.0' },
  { HOST: '::', PORCHLIGHT_DEMO: 'off' },
])('a service of %j does not start while the store holds the demo’s accounts', async (env) => {
  server = await startInProcessServer();
  const { storage } = server.services;

  expect(await checkDemoAccounts(readConfig({}), storage)).toBe(true);
  await expect(checkDemoAccounts(readConfig(env), storage)).rejects.toThrow('npm run admin -- remove demo');
  await storage.run('removeDemo', { now: server.now(), timing });
  expect(await checkDemoAccounts(readConfig(env), storage)).toBe(false);
});
