import { chmodSync, copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createPrivateFile, syncFile, syncFolder, writeNewFile } from '../../core/private-files.ts';
import { StartupError } from '../../core/startup-error.ts';
import { migrate } from '../engine/migrate.ts';
import {
  copyDatabase,
  inspectDatabase,
  lockFolder,
  openDatabase,
  openExclusively,
  storePath,
} from '../engine/sqlite/database.ts';
import { migrations } from '../migrations/migrations.ts';

/**
 * Copies the store of a data folder into a new file, while a service works with it or not. The copy is whole, of one
 * moment, and on the disk once this answers. Throws FileExistsError, and StartupError where there is no store.
 */
export async function backUpSqlite(folder: string, file: string): Promise<void> {
  const store = storePath(folder);
  if (!existsSync(store)) throw new StartupError(`There is no store at ${store}.`);
  await writeNewFile(file, (partial) => copyDatabase(store, partial));
}

/**
 * Replaces the store by a backup, or creates it, and migrates it. Returns where the earlier store lies now. Whenever
 * the process dies, the old store or the new one is there, whole. Throws StartupError, with nothing changed, for what
 * is no whole backup, for one of a newer Porchlight, and while another process has the store open.
 */
export async function restoreSqlite(file: string, folder: string): Promise<string | undefined> {
  assertBackup(file);
  const release = lockFolder(folder);
  try {
    const arriving = `${storePath(folder)}.arriving`;
    try {
      await prepareStore(file, arriving);
      return replaceStore(folder, arriving);
    } finally {
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${arriving}${end}`, { force: true });
    }
  } finally {
    release();
  }
}

function assertBackup(file: string): void {
  if (!existsSync(file)) throw new StartupError(`There is no file ${file}.`);
  if (existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0) {
    throw new StartupError(`${file} is a store with a log beside it, and not all of it: make a backup of it first.`);
  }
  let newest: number;
  try {
    newest = inspectDatabase(file);
  } catch (cause) {
    throw new StartupError(`${file} is no backup of Porchlight, or is damaged.`, { cause });
  }
  if (!(newest > 0)) throw new StartupError(`${file} is no backup of Porchlight, or is damaged.`);
  if (newest > migrations.length) {
    throw new StartupError(`${file} is a backup of a newer Porchlight. Restore it with that version.`);
  }
}

async function prepareStore(file: string, arriving: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${arriving}${end}`, { force: true });
  createPrivateFile(arriving);
  copyFileSync(file, arriving);
  chmodSync(arriving, 0o600);
  const database = openDatabase<unknown>(arriving);
  try {
    await migrate(database.kysely, migrations);
  } finally {
    database.close();
  }
  syncFile(arriving);
}

/** The old store keeps its name until the new one takes it, and gets a second one first. */
function replaceStore(folder: string, arriving: string): string | undefined {
  const store = storePath(folder);
  if (!existsSync(store)) {
    // A log without its store would be taken for the log of the new one.
    for (const end of ['-wal', '-shm', '-journal']) rmSync(`${store}${end}`, { force: true });
    renameSync(arriving, store);
    syncFolder(folder);
    return undefined;
  }
  const earlier = findFreeName(`${store}.before-${Date.now()}`);
  const old = openExclusively(store);
  try {
    preserveStore(store, earlier, old);
    for (const end of ['-wal', '-shm', '-journal']) rmSync(`${store}${end}`, { force: true });
    syncFolder(dirname(store));
    renameSync(arriving, store);
    syncFolder(folder);
    return earlier;
  } finally {
    old?.close();
  }
}

/** `old` is undefined for a store so damaged that it cannot be opened: its log is preserved, too. */
function preserveStore(store: string, earlier: string, old: ReturnType<typeof openExclusively>): void {
  try {
    linkSync(store, earlier);
    if (!old && existsSync(`${store}-wal`)) linkSync(`${store}-wal`, `${earlier}-wal`);
  } catch {
    // A file system without links.
    if (old) old.copyTo(earlier);
    else
      for (const end of ['', '-wal'])
        if (existsSync(`${store}${end}`)) copyFileSync(`${store}${end}`, `${earlier}${end}`);
    syncFile(earlier);
  }
}

function findFreeName(name: string): string {
  for (let count = 1; ; count += 1) {
    const one = count === 1 ? name : `${name}-${count}`;
    if (!existsSync(one)) return one;
  }
}
