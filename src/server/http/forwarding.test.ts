import { afterEach, expect, test } from 'vitest';
import { administer } from '../../testing/harness/admin-seed.ts';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createBody } from '../../testing/harness/test-guest.ts';
import { defaultSettings } from '../core/settings.ts';
import { readTrustedProxies } from '../core/trusted-proxies.ts';

let server: InProcessServer;
afterEach(() => server.stop());

const trustedProxies = readTrustedProxies(['loopback']);
const json = { 'Content-Type': 'application/json' };

/** As a proxy of ours passes it on. */
const createFrom = async (address: string) =>
  (
    await fetch(`${server.origin}/api/v2/webchat/guest/conversations`, {
      method: 'POST',
      headers: { ...json, 'X-Forwarded-For': address },
      body: JSON.stringify(createBody(server.seed)),
    })
  ).status;

const signInFrom = (address: string, email: string, headers: Record<string, string> = {}, password = 'wrong') =>
  fetch(`${server.origin}/api/v2/console/session`, {
    method: 'POST',
    headers: { ...json, Origin: server.origin, 'X-Forwarded-For': address, ...headers },
    body: JSON.stringify({ email, password }),
  });

test('all addresses of a /64 share one limit, with or without a port, and the next /64 has its own [S10]', async () => {
  const limits = { ...defaultSettings.limits, create: { burst: 3, perSecond: 0.001 } };
  server = await startInProcessServer({ settings: { trustedProxies, limits } });

  const own = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::2', '[2001:db8:1:2:3:4:5:6]:4711', '"[2001:db8:1:2::9]:80"'];
  const answers = [];
  for (const address of own) answers.push(await createFrom(address));

  expect(answers).toEqual([200, 200, 200, 429]);
  expect(await createFrom('203.0.113.7, 2001:db8:1:2::7')).toBe(429);
  expect(await createFrom('2001:db8:1:3::1')).toBe(200);
});

test('guesses at one account are counted over all networks together [S10]', async () => {
  server = await startInProcessServer({ settings: { trustedProxies } });
  const guess = async (network: number, email: string) =>
    (await signInFrom(`2001:db8:1:${network.toString(16)}::1`, email)).status;

  for (const network of [1, 2]) expect(await guess(network, server.seed.agent.email)).toBe(401);
  // The only row that both have counted; the others come at once, so that the test need not hash for each.
  const row = await administer(server, (db) =>
    db.updateTable('login_failure').set({ failures: 24 }).where('failures', '=', 2).executeTakeFirst(),
  );
  expect(row.numUpdatedRows).toBe(1n);

  expect(await guess(3, server.seed.agent.email)).toBe(401);
  expect(await guess(4, server.seed.agent.email)).toBe(429);
  expect(await guess(4, 'another@shop.example')).toBe(401);
});

test('the sign-in’s cookie is for https alone where a trusted proxy says that browsers come by it', async () => {
  server = await startInProcessServer({ settings: { trustedProxies } });
  const { email, password } = server.seed.agent;
  server.services.settings.publicUrl = undefined;
  const { host } = new URL(server.origin);
  const signIn = (headers: Record<string, string>) => signInFrom('192.0.2.1', email, headers, password);

  const byHttps = await signIn({ 'X-Forwarded-Proto': 'https', Origin: `https://${host}` });
  const byHttp = await signIn({});

  expect(byHttps.headers.get('Set-Cookie')).toMatch(/^__Host-porchlight-session=.*; Secure/);
  expect(byHttp.headers.get('Set-Cookie')).toMatch(/^porchlight-session=(?!.*Secure)/);
});

test('a peer that forwards without being trusted is named in the log, once [S10]', async () => {
  server = await startInProcessServer();
  const lines: unknown[][] = [];
  server.services.log.warn = (...line: unknown[]) => void lines.push(line);

  for (let time = 0; time < 3; time++) await createFrom(`192.0.2.${time}`);

  expect(lines).toEqual([[{ peer: '127.0.0.1' }, expect.stringContaining('PORCHLIGHT_TRUSTED_PROXIES')]]);
});
