import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { ServerConfig } from '../core/config.ts';
import { FileExistsError } from '../core/private-files.ts';
import { StartupError } from '../core/startup-error.ts';
import { backUpPostgres, restorePostgres } from '../storage/backup/postgres.ts';
import { backUpSqlite, restoreSqlite } from '../storage/backup/sqlite.ts';
import { CliError } from './cli-error.ts';

type Place = Pick<ServerConfig, 'dataFolder' | 'databaseUrl'>;

/** Copies the store into a new file, as it was at one moment, while the service goes on. Throws CliError. */
export async function backUp({ dataFolder, databaseUrl }: Place, file: string): Promise<void> {
  try {
    if (databaseUrl === undefined) await backUpSqlite(dataFolder, file);
    else await backUpPostgres(databaseUrl, file);
  } catch (cause) {
    if (cause instanceof CliError || cause instanceof StartupError) throw cause;
    if (cause instanceof FileExistsError) {
      throw new CliError(`${file} is there already, and no backup overwrites another.`, 1, { cause });
    }
    throw new CliError(`${file} could not be written: ${messageOf(cause)}`, 1, { cause });
  }
}

/**
 * Replaces the store, which no process may have open, by a backup. Returns the file to which SQLite's earlier store was
 * moved. Throws CliError or StartupError, and then nothing has changed.
 */
export async function restore({ dataFolder, databaseUrl }: Place, file: string): Promise<string | undefined> {
  if (!existsSync(file)) throw new CliError(`There is no file ${file}.`);
  const engine = engineOf(file);
  if (databaseUrl === undefined) {
    if (engine === 'postgres') throw new CliError(`${file} is a backup of PostgreSQL: set DATABASE_URL to restore it.`);
    return restoreSqlite(file, dataFolder);
  }
  if (engine === 'sqlite') throw new CliError(`${file} is a backup of SQLite: restore it without DATABASE_URL.`);
  await restorePostgres(databaseUrl, file);
  return undefined;
}

/** Which engine wrote the backup, by its first bytes; undefined for any other file. */
function engineOf(file: string): 'sqlite' | 'postgres' | undefined {
  const beginning = Buffer.alloc(16);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, beginning);
  } finally {
    closeSync(handle);
  }
  const text = beginning.toString('latin1');
  if (text === 'SQLite format 3\0') return 'sqlite';
  return text.startsWith('PGDMP') ? 'postgres' : undefined;
}

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));
