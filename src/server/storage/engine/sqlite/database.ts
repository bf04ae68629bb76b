import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { createPrivateFile, makeFolderPrivate } from '../../../core/private-files.ts';
import { StartupError } from '../../../core/startup-error.ts';
import { withoutRowLocks } from './row-locks.ts';

export const storePath = (folder: string): string => join(folder, 'porchlight.sqlite');

/** The only file of ours that names `node:sqlite`. */
export type Database<Schema> = {
  kysely: Kysely<Schema>;
  /** One statement. */
  execute(sql: string): void;
  /** False once SQLite itself has rolled a transaction back, as it does when the disk is full. */
  isInTransaction(): boolean;
  /**
   * Writes the log into the store and empties it, so that neither holds deleted rows. Returns false and leaves the log
   * while another connection reads.
   */
  emptyLog(): boolean;
  /** Once in the life of a store: rewrites a store of an earlier version, which did not overwrite deleted rows. */
  rewriteOnce(): void;
  close(): void;
};

const cachedStatements = 800;

/** Made private where it is missing. What is deleted is overwritten, in the file and in the log behind it. */
export function openDatabase<Schema>(file: string): Database<Schema> {
  createPrivateFile(file);
  const sqlite = openUnreplaced(file);
  const database = adaptForKysely(sqlite);
  return {
    kysely: new Kysely<Schema>({
      dialect: new SqliteDialect({ database }),
      plugins: [withoutRowLocks],
    }),
    execute: (sql) => void database.prepare(sql).run([]),
    isInTransaction: () => sqlite.isTransaction,
    emptyLog: () => emptyLog(sqlite),
    rewriteOnce: () => rewriteOnce(sqlite),
    close: () => sqlite.close(),
  };
}

function emptyLog(sqlite: DatabaseSync): boolean {
  // Waiting for a reader here would block every other request.
  sqlite.exec('PRAGMA busy_timeout = 0');
  try {
    return sqlite.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0;
  } finally {
    sqlite.exec(`PRAGMA busy_timeout = ${openOptions.timeout}`);
  }
}

/** In the file's own number for its users. */
const rewritten = 1;

function rewriteOnce(sqlite: DatabaseSync): void {
  if (sqlite.prepare('PRAGMA user_version').get()?.user_version !== 0) return;
  const tables = sqlite.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count;
  if (tables !== 0) {
    sqlite.exec('VACUUM');
    emptyLog(sqlite);
  }
  sqlite.exec(`PRAGMA user_version = ${rewritten}`);
}

/** Throws where the file was replaced while this waited for it: what is written to the old one would reach the new. */
function openUnreplaced(file: string): DatabaseSync {
  const isSame = () => statSync(file).ino === inode;
  let inode = statSync(file).ino;
  let sqlite = new DatabaseSync(file, openOptions);
  try {
    // Waits for an exclusive holder such as a restore, and creates no log before the file is checked.
    sqlite.exec('SELECT count(*) FROM sqlite_schema');
    if (!isSame()) {
      sqlite.close();
      inode = statSync(file).ino;
      sqlite = new DatabaseSync(file, openOptions);
    }
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF');
    sqlite.exec('PRAGMA secure_delete = ON');
    if (!isSame()) throw new Error(`${file} was replaced just now`);
    return sqlite;
  } catch (thrown) {
    if (sqlite.isOpen) sqlite.close();
    throw thrown;
  }
}

const openOptions = { timeout: 5_000, enableForeignKeyConstraints: true };

/**
 * Opens a store exclusively, with its log written into it and removed, so that one file is all of it. Undefined for a
 * file that SQLite cannot open. Throws StartupError while another program has it open, if only to read.
 */
export function openExclusively(file: string): { copyTo(copy: string): void; close(): void } | undefined {
  const sqlite = new DatabaseSync(file, { timeout: 0 });
  try {
    // Leaving the log takes every other connection's absence, and what is then held stays held.
    sqlite.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; COMMIT');
    return {
      copyTo: (copy) => void sqlite.prepare('VACUUM INTO ?').run(copy),
      close: () => sqlite.close(),
    };
  } catch (cause) {
    sqlite.close();
    if (!isBusy(cause)) return undefined;
    throw new StartupError(`${file} is open in another program, if only to read. Close that first.`, { cause });
  }
}

/** Kysely expects better-sqlite3; this offers the part of it that Kysely uses, with cached statements. */
function adaptForKysely(sqlite: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => sqlite.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      if (statements.size >= cachedStatements) statements.clear();
      const statement = prepare(sqlite, sql);
      statements.set(sql, statement);
      return statement;
    },
  };
}

const nothingDone = { changes: 0, lastInsertRowid: 0 };
const never = { reader: false, all: () => [], iterate: () => [][Symbol.iterator]() };

function prepare(sqlite: DatabaseSync, sql: string): SqliteStatement {
  const statement = sqlite.prepare(sql);
  // On a full disk SQLite has rolled back already, and a second time would hide why.
  if (sql === 'rollback') return { ...never, run: () => (sqlite.isTransaction ? statement.run() : nothingDone) };
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}

/** Writes what a database holds at this moment into a new file, while other connections use it. */
export function copyDatabase(file: string, copy: string): void {
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    sqlite.prepare('VACUUM INTO ?').run(copy);
  } finally {
    sqlite.close();
  }
}

/** The newest migration of a file that lies still. Throws where it is no whole database of ours. */
export function inspectDatabase(file: string): number {
  // It may lie where nothing can be written beside it.
  const url = pathToFileURL(file);
  url.search = '?immutable=1';
  const sqlite = new DatabaseSync(url, { readOnly: true });
  try {
    const check = sqlite.prepare('PRAGMA integrity_check(1)').get();
    if (check?.integrity_check !== 'ok') throw new Error('it is damaged');
    return Number(sqlite.prepare('SELECT max(number) AS newest FROM applied_migration').get()?.newest);
  } finally {
    sqlite.close();
  }
}

/**
 * Owns a data folder until released or until the process is gone, however it goes: the lock is SQLite's own on
 * `lock.sqlite`, which the system drops with the process; `service.pid` only names the holder.
 * Throws StartupError while another process owns the folder.
 */
export function lockFolder(folder: string, warn?: (message: string) => void): () => void {
  makeFolderPrivate(folder, warn);
  const pidFile = join(folder, 'service.pid');
  const lockFile = join(folder, 'lock.sqlite');
  createPrivateFile(lockFile);
  const lock = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (isBusy(cause)) throw new StartupError(describeHolder(folder, readHolder(pidFile)), { cause });
    throw new StartupError(`The data folder ${folder} cannot be locked.`, { cause });
  }
  writeFileSync(pidFile, `${pid}\n`, { mode: 0o600 });
  return () => {
    rmSync(pidFile, { force: true });
    lock.close();
  };
}

function readHolder(pidFile: string): string {
  try {
    return `process ${readFileSync(pidFile, 'utf8').trim()}`;
  } catch {
    // The holder may be just between its lock and its pid file.
    return 'another process';
  }
}

function describeHolder(folder: string, holder: string): string {
  return `The data folder ${folder} is in use by ${holder}. Stop that first, or set PORCHLIGHT_DATA to another folder.`;
}

/** SQLITE_BUSY, whatever its extended code. */
function isBusy(cause: unknown): boolean {
  return (
    cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number' && (cause.errcode & 255) === 5
  );
}
