import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
// Whole processes start here, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
const children: ChildProcessByStdio<null, Readable, Readable>[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-main-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function run(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', PORCHLIGHT_DATA: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, said: text(child.stdout), complained: text(child.stderr) };
}

/** Started, and what it printed until it was ready. */
async function start(env: Record<string, string> = {}) {
  const service = run(env);
  let printed = '';
  const origin = await new Promise<string>((resolve, reject) => {
    service.child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
      const address = /(http:\/\/\S+)\/console\//.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    });
    service.child.once('exit', () => reject(new Error('It ended before it was ready')));
  });
  return { ...service, origin, printed };
}

const conversations = '/api/v2/webchat/guest/conversations';
const demoOf = async (origin: string) => (await fetch(`${origin}/demo/config.json`)).json();

/** A guest who polls; what was sent with a text as its key is sent only once. */
async function createGuest(origin: string) {
  const { organizationId, deploymentId, queue } = await demoOf(origin);
  const routingTarget = { targetType: 'QUEUE', targetAddress: queue };
  const memberInfo = { displayName: 'Ada' };
  const json = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ organizationId, deploymentId, routingTarget, memberInfo });
  const created = await fetch(`${origin}${conversations}`, { method: 'POST', headers: json, body });
  const { id, jwt, eventStreamUri, member } = await created.json();
  const headers = { ...json, Authorization: `Bearer ${jwt}` };
  return {
    eventStreamUri,
    send: (at: string, text: string) =>
      fetch(`${at}${conversations}/${id}/members/${member.id}/messages`, {
        method: 'POST',
        headers: { ...headers, 'Idempotency-Key': text },
        body: JSON.stringify({ body: text }),
      }),
    async list(at: string): Promise<string[]> {
      const polled = { headers: { ...headers, 'Webchat-Poll': '1' } };
      const { entities } = await (await fetch(`${at}${conversations}/${id}/messages`, polled)).json();
      return entities.map(({ body }: { body: string }) => body);
    },
  };
}

async function signIn(origin: string, words: { email: string; password: string }): Promise<number> {
  const headers = { 'Content-Type': 'application/json', Origin: origin };
  const body = JSON.stringify(words);
  return (await fetch(`${origin}/api/v2/console/session`, { method: 'POST', headers, body })).status;
}

test('it starts, says where, ends in order on SIGTERM, and its demo is the same the next time', async () => {
  const first = await start();
  expect(first.printed.match(/http:\/\/\S+/g)).toEqual([
    `${first.origin}/`,
    `${first.origin}/playground/`,
    `${first.origin}/console/`,
  ]);
  const demo = await demoOf(first.origin);
  for (const { email, password } of [demo.agent, demo.administrator]) {
    expect(first.printed).toContain(`${email} with the password ${password}`);
    expect(await signIn(first.origin, { email, password })).toBe(200);
  }
  expect(await (await fetch(`${first.origin}/readyz`)).json()).toEqual({ status: 'ready' });

  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(await first.complained).toBe('');

  const second = await start();
  expect(await demoOf(second.origin)).toEqual(demo);
});

test('on SIGTERM open streams are told to come back later, and it ends soon', async () => {
  const { origin, child, ended } = await start();
  const guest = await createGuest(origin);
  const socket = new WebSocket(guest.eventStreamUri);
  await new Promise((resolve) => socket.addEventListener('open', resolve));

  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  child.kill('SIGTERM');

  expect(await closed).toBe(1012);
  expect(await ended).toBe(0);
});

test('asked to end again and again, it still ends in order', async () => {
  const { origin, child, ended, complained } = await start();
  const guest = await createGuest(origin);
  const socket = new WebSocket(guest.eventStreamUri);
  await new Promise((resolve) => socket.addEventListener('open', resolve));

  for (const signal of ['SIGINT', 'SIGINT', 'SIGTERM', 'SIGTERM'] as const) child.kill(signal);

  expect(await ended).toBe(0);
  expect(await complained).toBe('');
});

test('after kill -9 every acknowledged message is there, and the guest goes on', async () => {
  const first = await start();
  const guest = await createGuest(first.origin);
  await guest.list(first.origin);
  const texts = ['one', 'two', 'three', 'four', 'five'];
  for (const text of texts) expect((await guest.send(first.origin, text)).status).toBe(200);

  first.child.kill('SIGKILL');
  await first.ended;
  const second = await start();

  expect(await guest.list(second.origin)).toEqual(texts);
  expect((await guest.send(second.origin, 'five')).status).toBe(200);
  expect(await guest.list(second.origin)).toEqual(texts);
});

test('a second service on the same folder refuses in one sentence that names the first', async () => {
  const { child } = await start();
  const second = run();

  expect(await second.ended).toBe(1);
  expect((await second.complained).trim()).toMatch(
    new RegExp(`^The data folder .* is in use by process ${child.pid}\\.`),
  );
  expect(await second.said).toBe('');
});

test('nonsense in the settings is a sentence, not a trace', async () => {
  const { ended, complained } = run({ PORT: 'eighty' });

  expect(await ended).toBe(1);
  expect(await complained).toBe('PORT is "eighty", but has to be a number from 0 to 65535.\n');
});

test('a port in use is a sentence too', async () => {
  const { origin } = await start();
  const { ended, complained } = run({ PORT: new URL(origin).port, PORCHLIGHT_DATA: join(folder, 'other') });

  expect(await ended).toBe(1);
  expect(await complained).toContain('another program listens there');
});

test('without the demo nothing of it is there', async () => {
  const { origin, printed } = await start({ PORCHLIGHT_DEMO: 'off' });

  expect(printed).not.toContain('password');
  expect((await fetch(`${origin}/demo/config.json`)).status).toBe(404);
  const front = await fetch(`${origin}/`, { redirect: 'manual' });
  expect(front.headers.get('Location')).toBe('/console/');
});
