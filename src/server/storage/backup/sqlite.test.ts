import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attachStoredGuest, openTestStore, sendStored, type TestStore } from '../../../testing/harness/test-store.ts';
import { type Database, openDatabase } from '../engine/sqlite/database.ts';
import type { Schema } from '../schema/schema.ts';
import { openSqliteStorage } from '../sqlite-storage.ts';
import { backUpSqlite, restoreSqlite } from './sqlite.ts';

// Whole processes start here, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let store: TestStore;
let folder: string;
let backup: string;
const opened: Database<Schema>[] = [];
beforeEach(async () => {
  store = await openTestStore('sqlite');
  folder = mkdtempSync(join(tmpdir(), 'porchlight-backup-'));
  backup = join(folder, 'copy.backup');
});
afterEach(async () => {
  for (const database of opened.splice(0)) database.close();
  await store.remove();
  rmSync(folder, { recursive: true, force: true });
});

const storeFile = () => join(store.folder, 'porchlight.sqlite');
function open(file = storeFile()): Database<Schema> {
  const database = openDatabase<Schema>(file);
  opened.push(database);
  return database;
}
async function nameIn(file: string): Promise<string | undefined> {
  const database = openDatabase<Schema>(file);
  try {
    const { rows } = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(database.kysely);
    expect(rows).toEqual([{ integrity_check: 'ok' }]);
    return (await database.kysely.selectFrom('organization').select('name').executeTakeFirst())?.name;
  } finally {
    database.close();
  }
}
const rename = ({ kysely }: Database<Schema>, name: string) =>
  kysely.updateTable('organization').set({ name }).execute();
const modes = (path: string) =>
  Object.fromEntries(readdirSync(path).map((name) => [name, (statSync(join(path, name)).mode & 0o777).toString(8)]));

test('a backup made while messages come in has everything acknowledged before, and no holes', async () => {
  const guest = await attachStoredGuest(store, 1_000);
  const send = (index: number) => sendStored(store, guest, { body: `${index}`, now: 2_000 });
  for (let index = 0; index < 50; index += 1) await send(index);

  const coming = Promise.all(Array.from({ length: 200 }, (_, index) => send(50 + index)));
  await backUpSqlite(store.folder, backup);
  await coming;

  await restoreSqlite(backup, join(folder, 'restored'));
  const restored = await openSqliteStorage({ folder: join(folder, 'restored') });
  const query = { sortOrder: 'ascending', maxResults: 1_000 } as const;
  const listed = await restored.run('listMessages', { guest, now: 3_000, query });
  await restored.close();
  const bodies = listed.value?.messages.map(({ body }) => body) ?? [];
  expect(bodies.length).toBeGreaterThanOrEqual(50);
  expect(bodies).toEqual(bodies.map((_, index) => `${index}`));
});

test('nothing is restored while a service or any reader has the store open, and nothing is harmed [S11]', async () => {
  await backUpSqlite(store.folder, backup);
  await expect(restoreSqlite(backup, store.folder)).rejects.toThrow('is in use by process');
  await store.storage.close();
  const reader = open();
  await rename(reader, 'Written after the backup');
  await reader.kysely.selectFrom('organization').selectAll().execute();
  await expect(restoreSqlite(backup, store.folder)).rejects.toThrow('is open in another program');

  reader.execute('BEGIN');
  await reader.kysely.selectFrom('organization').selectAll().execute();
  await expect(restoreSqlite(backup, store.folder)).rejects.toThrow('is open in another program');
  reader.execute('COMMIT');
  expect(await nameIn(storeFile())).toBe('Written after the backup');
  opened.pop()?.close();

  const earlier = await restoreSqlite(backup, store.folder);
  expect(await nameIn(storeFile())).not.toBe('Written after the backup');
  expect(await nameIn(earlier ?? '')).toBe('Written after the backup');
  await store.reopen();
});

test('the log of a service that was killed goes with its store, and not into the restored one [S11]', async () => {
  await backUpSqlite(store.folder, backup);
  const before = await nameIn(backup);
  await rename(open(), 'Only in the log');
  const killed = join(folder, 'killed');
  mkdirSync(killed, { mode: 0o700 });
  for (const end of ['', '-wal']) copyFileSync(`${storeFile()}${end}`, join(killed, `porchlight.sqlite${end}`));

  const earlier = await restoreSqlite(backup, killed);

  expect(await nameIn(join(killed, 'porchlight.sqlite'))).toBe(before);
  expect(await nameIn(earlier ?? '')).toBe('Only in the log');
});

test('a log whose store is gone is not taken for the restored one’s [S11]', async () => {
  await backUpSqlite(store.folder, backup);
  const before = await nameIn(backup);
  await rename(open(), 'Only in the log');
  const left = join(folder, 'left');
  mkdirSync(left, { mode: 0o700 });
  copyFileSync(`${storeFile()}-wal`, join(left, 'porchlight.sqlite-wal'));

  await restoreSqlite(backup, left);

  expect(await nameIn(join(left, 'porchlight.sqlite'))).toBe(before);
});

test('killed at any moment, a restore leaves the old store or the new one, whole [S11]', async () => {
  await store.storage.close();
  const names = ['One', 'Two'];
  const backups: string[] = [];
  for (const name of names) {
    const database = openDatabase<Schema>(storeFile());
    await rename(database, name);
    database.close();
    backups.push(join(folder, `${name}.backup`));
    await backUpSqlite(store.folder, backups.at(-1) ?? '');
  }
  const program = fileURLToPath(new URL('../../../testing/harness/restore-forever.ts', import.meta.url));
  for (let count = 0; count < 8; count += 1) {
    const child = spawn(process.execPath, [program, store.folder, ...backups], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    child.kill('SIGKILL');
    await once(child, 'exit');

    expect(names).toContain(await nameIn(storeFile()));
  }
  await store.reopen();
});

test('a damaged store gives way to a backup, and is kept for a look [S11]', async () => {
  await backUpSqlite(store.folder, backup);
  const before = await nameIn(backup);
  await store.storage.close();
  writeFileSync(storeFile(), 'This was a database once. '.repeat(1_000));

  const earlier = await restoreSqlite(backup, store.folder);

  expect(await nameIn(storeFile())).toBe(before);
  expect(readFileSync(earlier ?? '', 'utf8')).toContain('a database once');
  await store.reopen();
});

test('what is no whole backup is refused before anything is touched [S8]', async () => {
  await backUpSqlite(store.folder, backup);
  const letter = join(folder, 'letter.txt');
  writeFileSync(letter, 'Dear Robin, this is not a database at all.');
  const half = join(folder, 'half.backup');
  copyFileSync(backup, half);
  truncateSync(half, Math.floor(statSync(half).size / 2));
  const newer = join(folder, 'newer.backup');
  copyFileSync(backup, newer);
  await sql`INSERT INTO applied_migration VALUES (999, '0999-later', 0)`.execute(open(newer).kysely);
  opened.pop()?.close();
  const target = join(folder, 'target');

  for (const file of [letter, half]) {
    await expect(restoreSqlite(file, target)).rejects.toThrow('is no backup of Porchlight, or is damaged');
  }
  await expect(restoreSqlite(newer, target)).rejects.toThrow('is a backup of a newer Porchlight');
  await expect(restoreSqlite(join(folder, 'nothing'), target)).rejects.toThrow('There is no file');
  expect(existsSync(target)).toBe(false);
});

test('a folder made beforehand becomes its owner’s alone, with all that lies in it, and that is said [S15]', async () => {
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  chmodSync(shared, 0o755);
  writeFileSync(join(shared, 'porchlight.sqlite.before-1'), 'an earlier store');
  chmodSync(join(shared, 'porchlight.sqlite.before-1'), 0o644);
  const warnings: string[] = [];

  const storage = await openSqliteStorage({ folder: shared, onWarning: (message) => warnings.push(message) });

  expect(statSync(shared).mode & 0o777).toBe(0o700);
  const found = modes(shared);
  expect(Object.keys(found)).toEqual(
    expect.arrayContaining(['lock.sqlite', 'porchlight.sqlite', 'porchlight.sqlite-wal']),
  );
  expect(new Set(Object.values(found))).toEqual(new Set(['600']));
  expect(warnings).toEqual([
    expect.stringMatching(/shared was open to others \(mode 755\)/),
    expect.stringMatching(/before-1 was open to others \(mode 644\)/),
  ]);
  await storage.close();
});

test('a folder that everybody shares is refused [S15]', async () => {
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  chmodSync(shared, 0o1777);

  await expect(openSqliteStorage({ folder: shared })).rejects.toThrow('is shared by everybody');

  expect(readdirSync(shared)).toEqual([]);
  expect(statSync(shared).mode & 0o7777).toBe(0o1777);
});

test('a backup is for its owner only, overwrites nothing, and leaves nothing half done [S15]', async () => {
  writeFileSync(`${backup}.partial`, 'of a process that died', { mode: 0o644 });

  await backUpSqlite(store.folder, backup);

  expect(statSync(backup).mode & 0o777).toBe(0o600);
  await expect(backUpSqlite(store.folder, backup)).rejects.toThrow('is there already');
  await expect(backUpSqlite(store.folder, join(folder, 'nowhere', 'b.backup'))).rejects.toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual(['copy.backup']);
});
