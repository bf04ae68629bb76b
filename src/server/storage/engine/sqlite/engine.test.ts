import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAppendLogStorage } from '../../../../testing/fakes/append-log-storage.ts';
import { withinLimit } from '../../../../testing/harness/within-limit.ts';
import type { SqliteEngine } from './engine.ts';

let folder: string;
const opened: SqliteEngine[] = [];
const children: ChildProcessByStdio<null, Readable, null>[] = [];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'porchlight-storage-')), 'data');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const closed = Promise.all(opened.splice(0).map((storage) => storage.close()));
  await withinLimit('the stores of a test to close', closed);
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<SqliteEngine> {
  const storage = await openAppendLogStorage(folder);
  opened.push(storage);
  return storage;
}

/** A real process that owns the folder; its lines come as it prints them. */
function startChild(count: number) {
  const program = fileURLToPath(new URL('../../../../testing/harness/append-lines.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

test('what was written is there after closing and opening again', async () => {
  const first = await open();
  expect(await first.run('append', { text: 'hello' })).toBe(1);
  await first.close();

  expect(await (await open()).run('list', {})).toEqual(['hello']);
});

test('operations happen and answer in the order they were given', async () => {
  const storage = await open();
  const answered: unknown[] = [];
  const texts = Array.from({ length: 500 }, (_, index) => `line ${index}`);

  await Promise.all(texts.map((text) => storage.run('append', { text }).then((place) => answered.push(place))));

  expect(answered).toEqual(texts.map((_, index) => index + 1));
  expect(await storage.run('list', {})).toEqual(texts);
});

test('an operation that throws leaves nothing behind, and its neighbours stand', async () => {
  const storage = await open();

  const [first, refused, failed, twice, last] = await Promise.allSettled([
    storage.run('append', { text: 'first' }),
    storage.run('appendThenRefuse', { text: 'refused' }),
    storage.run('appendThenFail', { text: 'failed' }),
    storage.run('append', { text: 'first' }),
    storage.run('append', { text: 'last' }),
  ]);

  expect([first, last].map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(refused).toMatchObject({
    reason: { name: 'ApiError', code: 'request.conflict', status: 409, options: { retryAfterSeconds: 7 } },
  });
  expect(failed).toMatchObject({ reason: { name: 'Error', message: expect.stringContaining('a bug') } });
  expect(twice.status).toBe('rejected');
  expect(await storage.run('list', {})).toEqual(['first', 'last']);
});

test('when the store loses its transaction, no request of it succeeds', async () => {
  const storage = await open();

  const outcomes = await Promise.allSettled([
    storage.run('append', { text: 'before' }),
    storage.run('loseTransaction', {}),
    storage.run('append', { text: 'after' }),
  ]);
  const stored = await storage.run('list', {});

  for (const [index, text] of ['before', 'after'].entries()) {
    const outcome = outcomes[index * 2];
    if (outcome?.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'service.unavailable' });
    expect(outcome?.status === 'fulfilled').toBe((stored as string[]).includes(text));
  }
  expect(outcomes[1]?.status).toBe('rejected');
});

test('an unknown operation is refused without harm', async () => {
  const storage = await open();

  await expect(storage.run('toString', {})).rejects.toThrow('There is no operation toString');
  expect(await storage.run('list', {})).toEqual([]);
});

test('after closing nothing runs any more', async () => {
  const storage = await open();
  await storage.close();

  await expect(storage.run('list', {})).rejects.toMatchObject({ code: 'service.unavailable' });
});

test('every acknowledged line is there after kill -9', async () => {
  const { child, lines } = startChild(100_000);
  const acknowledged: string[] = [];
  while (acknowledged.length < 300) acknowledged.push((await lines.next()).value ?? '');
  child.kill('SIGKILL');
  for (let line = await lines.next(); !line.done; line = await lines.next()) acknowledged.push(line.value);

  const stored = new Set((await (await open()).run('list', {})) as string[]);

  expect(acknowledged.shift()).toBe('ready');
  expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
});

test('a second process is refused at once with the holder of the folder, until that one is killed', async () => {
  const { child, lines } = startChild(0);
  await lines.next();

  await expect(open()).rejects.toMatchObject({
    name: 'StartupError',
    message: expect.stringContaining(`in use by process ${child.pid}.`),
  });

  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(await (await open()).run('list', {})).toEqual([]);
});

test('a second engine in the same process is refused too', async () => {
  await open();

  await expect(open()).rejects.toMatchObject({ message: expect.stringContaining(`process ${process.pid}.`) });
});

test('a database of a newer version is refused', async () => {
  await (await open()).close();
  const none = `data:text/javascript,export const migrations = []`;

  await expect(openAppendLogStorage(folder, none)).rejects.toThrow('newer Porchlight');
});

test('a folder that cannot be made is a plain sentence', async () => {
  const file = fileURLToPath(import.meta.url);

  await expect(openAppendLogStorage(join(file, 'data'))).rejects.toMatchObject({ name: 'StartupError' });
});

test('what visitors write is for the owner of the folder only', async () => {
  await open();

  expect(statSync(folder).mode & 0o777).toBe(0o700);
});
