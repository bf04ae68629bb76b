import { setTimeout as after } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type InProcessServer, startInProcessServer } from '../../testing/harness/in-process-server.ts';
import { createGuest } from '../../testing/harness/test-guest.ts';
import { until } from '../../testing/harness/until.ts';
import { readTrustedProxies } from '../core/trusted-proxies.ts';
import { createPasswordHashing, type PasswordHashing } from './password-hashing.ts';

let server: InProcessServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** Hashing that ends on demand, and counts how many hashes were begun. */
function createBlockedHashing() {
  const held: (() => void)[] = [];
  let begun = 0;
  const hold = async () => {
    begun++;
    await new Promise<void>((resolve) => held.push(resolve));
  };
  const work: PasswordHashing = {
    hash: async () => hold().then(() => 'hash'),
    verify: async () => hold().then(() => false),
  };
  const release = () => {
    for (const resolve of held.splice(0)) resolve();
  };
  return { work, begun: () => begun, release };
}

test('two are hashed at once, sixteen wait in order, and the next is refused with the time to wait [S7]', async () => {
  const { work, begun, release } = createBlockedHashing();
  const hashing = createPasswordHashing(undefined, work);
  const done: number[] = [];
  const asked = Array.from({ length: 18 }, (_, index) => hashing.hash('p').then(() => done.push(index)));

  expect(begun()).toBe(2);
  await expect(hashing.verify('p', undefined)).rejects.toMatchObject({
    code: 'service.unavailable',
    options: { retryAfterSeconds: 2 },
  });

  while (done.length < 18) {
    release();
    await after(0);
    expect(begun()).toBeLessThanOrEqual(done.length + 2);
  }
  await Promise.all(asked);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
});

test('a hash that fails gives its place to the next', async () => {
  const broken = { hash: () => Promise.reject(new Error('no memory')), verify: async () => true };
  const hashing = createPasswordHashing({ atOnce: 1, waiting: 4 }, broken);

  const outcomes = await Promise.allSettled([hashing.hash('a'), hashing.hash('b'), hashing.verify('c', '')]);

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  expect(await hashing.verify('d', '')).toBe(true);
});

const post = (path: string, body: unknown, address: string) =>
  fetch(`${server?.origin}/api/v2/console/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server?.origin ?? '', 'X-Forwarded-For': address },
    body: JSON.stringify(body),
  });

const addressOf = (index: number) => `2001:db8:${index.toString(16)}:1::1`;

test('400 bad invitations from 400 addresses cost no hash at all, and a visitor writes meanwhile [S7]', async () => {
  const { work, begun } = createBlockedHashing();
  const trustedProxies = readTrustedProxies(['loopback']);
  server = await startInProcessServer({
    settings: { trustedProxies },
    passwords: createPasswordHashing(undefined, work),
  });
  const invitation = { token: 'a-link-that-nobody-made', password: 'a long enough password' };

  const senders = Array.from({ length: 40 }, async (_, sender) => {
    const answers: number[] = [];
    for (let turn = 0; turn < 10; turn++) {
      answers.push((await post('invitation', invitation, addressOf(sender * 10 + turn))).status);
    }
    return answers;
  });
  const guest = await createGuest(server);
  await guest.attach();
  expect((await guest.say('Hello?')).status).toBe(200);

  const statuses = new Set((await Promise.all(senders)).flat());
  expect(statuses).toContain(400);
  expect([...statuses].filter((status) => ![400, 503].includes(status))).toEqual([]);
  expect(begun()).toBe(0);
});

test('of many guesses at once each costs one hash, for a known and an unknown name, and the rest get a time to wait', async () => {
  const { work, begun, release } = createBlockedHashing();
  const trustedProxies = readTrustedProxies(['loopback']);
  server = await startInProcessServer({
    settings: { trustedProxies },
    passwords: createPasswordHashing(undefined, work),
  });
  const names = [server.seed.agent.email, 'nobody@shop.example'];
  const guesses = Array.from({ length: 40 }, (_, index) =>
    post('session', { email: names[index % 2], password: 'wrong' }, addressOf(index)),
  );

  const rejected: string[] = [];
  for (const guess of guesses) {
    void guess.then(({ status, headers }) => status === 503 && rejected.push(headers.get('Retry-After') ?? ''));
  }
  // No request goes on before all have arrived, however slow the machine is.
  await until(() => rejected.length === 40 - 18, 'all but eighteen to be refused');
  const released = setInterval(release, 20);
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  clearInterval(released);

  expect(new Set(statuses)).toEqual(new Set([401, 503]));
  expect(begun()).toBe(statuses.filter((status) => status === 401).length);
  expect(new Set(rejected)).toEqual(new Set(['2']));
});
