import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startInThisThread } from '../testing/harness/start-in-this-thread.ts';
import { startStockProxy } from '../testing/harness/stock-proxy.ts';
import { systemClock } from './core/clock.ts';
import { readConfig } from './core/config.ts';
import { prepareDemo } from './demo.ts';
import { openStorage } from './storage/open-storage.ts';
import type { DemoDetails } from './storage/operations/demo.ts';

// Loading the sources is most of a start.
const { NODE_COMPILE_CACHE } = process.env;
const compileCache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const admin = fileURLToPath(new URL('./cli/main.ts', import.meta.url));

let folder: string;
/** Of a service that tests share which leave nothing behind. */
const sharedFolder = mkdtempSync(join(tmpdir(), 'porchlight-main-'));
const children: ChildProcessByStdio<null, Readable, Readable>[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-main-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

afterAll(() => rmSync(sharedFolder, { recursive: true, force: true }));

function run(env: Record<string, string> = {}, args = [main], command = process.execPath) {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...compileCache, PORT: '0', PORCHLIGHT_DATA: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, output: text(child.stdout), complained: text(child.stderr) };
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
const demoToken = (place = folder) => readFileSync(join(place, 'demo-token'), 'utf8').trim();
const demoOf = async (origin: string, place = folder) =>
  (await fetch(`${origin}/demo/config.json`, { headers: { 'Demo-Token': demoToken(place) } })).json();

/** A store as an earlier start with the demo left it. */
async function leaveDemo(): Promise<DemoDetails> {
  const storage = await openStorage({ dataFolder: folder, startThread: startInThisThread });
  const log = { info() {}, warn() {}, error() {} };
  const demo = await prepareDemo(readConfig({ PORCHLIGHT_DATA: folder }), { storage, clock: systemClock, log });
  await storage.close();
  if (!demo) throw new Error('A new store is empty');
  return demo.details;
}

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
    `${first.origin}/?demo=${demoToken()}`,
    `${first.origin}/playground/?demo=${demoToken()}`,
    `${first.origin}/console/?demo=${demoToken()}`,
  ]);
  expect(statSync(join(folder, 'demo-token')).mode & 0o777).toBe(0o600);
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
  expect(second.printed).toContain(new URL(first.printed.match(/http:\/\/\S+/g)?.[0] ?? '').search);
  expect(await demoOf(second.origin)).toEqual(demo);
});

test('with the demo’s accounts in the store a public start is refused, also without the demo, until they are removed', async () => {
  const { agent } = await leaveDemo();
  const env = { HOST: '0.0.0.0', PORCHLIGHT_DEMO: 'off' };

  const rejected = run(env);
  expect(await rejected.ended).toBe(1);
  expect(await rejected.complained).toMatch(
    /^This store holds the accounts of the demo.*npm run admin -- remove demo\n$/,
  );
  const removal = run({}, [admin, 'remove', 'demo']);
  expect([await removal.ended, await removal.complained]).toEqual([0, '']);

  const { origin, printed } = await start(env);
  expect(await signIn(origin, agent)).toBe(401);
  expect(printed).not.toContain(agent.password);
});

test('with the demo turned off on this machine its accounts are named at start', async () => {
  await leaveDemo();

  const { origin, child, complained } = await start({ PORCHLIGHT_DEMO: 'off' });

  expect((await fetch(`${origin}/demo/config.json`, { headers: { 'Demo-Token': demoToken() } })).status).toBe(404);
  child.kill('SIGKILL');
  expect(await complained).toContain('npm run admin -- remove demo');
});

test('on SIGTERM open streams are closed with a code to reconnect, and the process ends soon', async () => {
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

describe('beside a running service', () => {
  let service: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    service = await start({ PORCHLIGHT_DATA: sharedFolder });
    // It outlives the first of these tests.
    children.splice(0);
  });
  afterAll(() => void service.child.kill('SIGKILL'));

  test('a second service on the same folder refuses in one sentence that names the first', async () => {
    const second = run({ PORCHLIGHT_DATA: sharedFolder });

    expect(await second.ended).toBe(1);
    expect((await second.complained).trim()).toMatch(
      new RegExp(`^The data folder .* is in use by process ${service.child.pid}\\.`),
    );
    expect(await second.output).toBe('');
  });

  test('a port in use is a sentence too', async () => {
    const { ended, complained } = run({ PORT: new URL(service.origin).port });

    expect(await ended).toBe(1);
    expect(await complained).toContain('another program listens there');
  });

  // The last: what it logged is read when it has ended.
  test('behind an unchanged nginx neither the demo’s secrets nor the figures are public [S2]', async () => {
    const { origin, child, ended, complained } = service;
    const proxy = await startStockProxy(origin);
    const { agent, administrator, client } = await demoOf(origin, sharedFolder);

    const shop = await fetch(`${proxy.origin}/`);
    expect(shop.status).toBe(200);
    const paths = ['/', '/console/', '/demo/config.json', '/playground/', '/metrics', '/api/v2/console/providers'];
    for (const path of paths) {
      const text = await (await fetch(`${proxy.origin}${path}`)).text();
      for (const secret of [agent.password, administrator.password, client.secret, demoToken(sharedFolder)]) {
        expect(text).not.toContain(secret);
      }
    }
    for (const path of ['/demo/config.json', '/playground/', '/metrics']) {
      expect((await fetch(`${proxy.origin}${path}`)).ok).toBe(false);
    }
    const forwarded = { 'X-Forwarded-For': '192.0.2.1', 'Demo-Token': demoToken(sharedFolder) };
    expect((await fetch(`${origin}/console/?demo=${demoToken(sharedFolder)}`, { headers: forwarded })).status).toBe(
      404,
    );

    await proxy.stop();
    child.kill('SIGTERM');
    await ended;
    const log = await complained;
    const announced = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg.slice(0, 24));
    expect(announced.toSorted()).toEqual(['Forwarded headers of thi', 'The demo was asked for u']);
    expect(log).not.toContain(demoToken(sharedFolder));
  });
});

test('nonsense in the settings is a sentence, not a trace', async () => {
  const { ended, complained } = run({ PORT: 'eighty' });

  expect(await ended).toBe(1);
  expect(await complained).toBe('PORT is "eighty", but has to be a number from 0 to 65535.\n');
});

// No file may grow beyond so many blocks: writing fails as on a full disk, at once or within the first tables.
test.each([1, 300])('a disk that is full at start is a sentence too (%i)', async (blocks) => {
  const limited = ['-c', `trap "" XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, main];
  const { ended, complained } = run({}, limited, 'sh');

  expect(await ended).toBe(1);
  const announced = await complained;
  expect(announced).toMatch(/^(The store|A file of|The data folder) .*\.\n$/);
});

test('without the demo nothing of it is there', async () => {
  const { origin, printed } = await start({ PORCHLIGHT_DEMO: 'off' });

  expect(printed).not.toContain('password');
  expect((await fetch(`${origin}/demo/config.json`)).status).toBe(404);
  const front = await fetch(`${origin}/`, { redirect: 'manual' });
  expect(front.headers.get('Location')).toBe('/console/');
});
