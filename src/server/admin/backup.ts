import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import type { ServerConfig } from '../config.ts';
import { migrate } from '../storage/migrate.ts';
import { migrations } from '../storage/migrations.ts';
import { openPostgresStorage } from '../storage/postgres-storage.ts';
import { lockFolder, openDatabase } from '../storage/sqlite-database.ts';
import { StartRefused } from '../storage/start-refused.ts';
import { AdminRefused } from './admin-refused.ts';

type Place = Pick<ServerConfig, 'dataFolder' | 'databaseUrl'>;

/** Copies everything into one new file while the service goes on, as it was at one moment. Throws AdminRefused. */
export async function backUp({ dataFolder, databaseUrl }: Place, file: string): Promise<void> {
  if (existsSync(file)) throw new AdminRefused(`${file} is there already, and no backup overwrites another.`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    if (databaseUrl === undefined) await copyOut(storeIn(dataFolder), partial);
    else await runTool('pg_dump', ['--format=custom', '--no-owner', `--file=${partial}`], databaseUrl);
    // Whoever reads it can sign tokens.
    chmodSync(partial, 0o600);
    renameSync(partial, file);
  } catch (cause) {
    rmSync(partial, { force: true });
    if (cause instanceof AdminRefused) throw cause;
    throw new AdminRefused(`${file} could not be written: ${messageOf(cause)}`, 1, { cause });
  }
}

/**
 * Puts a backup in the place of the store, of which no service may run. SQLite's earlier store is kept beside it;
 * answers where. Throws AdminRefused, or StartRefused where a service runs.
 */
export async function restore({ dataFolder, databaseUrl }: Place, file: string): Promise<string | undefined> {
  if (!existsSync(file)) throw new AdminRefused(`There is no file ${file}.`);
  if (databaseUrl !== undefined) {
    // While this is open no service can start.
    const owned = await openPostgresStorage({ url: databaseUrl });
    const how = ['--clean', '--if-exists', '--no-owner', '--single-transaction'];
    const into = `--dbname=${decodeURIComponent(new URL(databaseUrl).pathname.slice(1))}`;
    try {
      await runTool('pg_restore', [...how, into, file], databaseUrl);
    } finally {
      await owned.close();
    }
    return undefined;
  }
  const release = lockFolder(dataFolder);
  try {
    return await copyIn(file, dataFolder);
  } finally {
    release();
  }
}

const storeIn = (dataFolder: string) => join(dataFolder, 'porchlight.sqlite');

async function copyOut(store: string, file: string): Promise<void> {
  if (!existsSync(store)) throw new AdminRefused(`There is no store at ${store}.`);
  const database = openDatabase<unknown>(store);
  try {
    await sql`VACUUM INTO ${file}`.execute(database.kysely);
  } finally {
    database.close();
  }
}

async function copyIn(file: string, dataFolder: string): Promise<string | undefined> {
  const store = storeIn(dataFolder);
  const arriving = `${store}.arriving`;
  copyFileSync(file, arriving);
  chmodSync(arriving, 0o600);
  try {
    await assertWhole(arriving, file);
  } catch (thrown) {
    rmSync(arriving, { force: true });
    throw thrown;
  }
  if (!existsSync(store)) {
    renameSync(arriving, store);
    return undefined;
  }
  // Opened and closed once, it has nothing left in its log, so that its one file is all of it.
  openDatabase(store).close();
  const earlier = `${store}.before-${Date.now()}`;
  renameSync(store, earlier);
  renameSync(arriving, store);
  return earlier;
}

async function assertWhole(copy: string, file: string): Promise<void> {
  const database = openOr(copy, file);
  try {
    const { rows } = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(database.kysely);
    const { rows: tables } = await sql`SELECT 1 FROM sqlite_master WHERE name = 'applied_migration'`.execute(
      database.kysely,
    );
    if (rows[0]?.integrity_check !== 'ok' || tables.length === 0) throw damaged(file);
    await migrate(database.kysely, migrations);
  } catch (cause) {
    if (cause instanceof AdminRefused || cause instanceof StartRefused) throw cause;
    throw damaged(file, cause);
  } finally {
    database.close();
  }
}

function openOr(copy: string, file: string) {
  try {
    return openDatabase<unknown>(copy);
  } catch (cause) {
    throw damaged(file, cause);
  }
}

const damaged = (file: string, cause?: unknown) =>
  new AdminRefused(`${file} is no backup of Porchlight, or is damaged.`, 1, { cause });

/** PostgreSQL's own tools; where to go and the password are in the environment, not among the arguments. */
async function runTool(tool: 'pg_dump' | 'pg_restore', args: string[], databaseUrl: string): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const env = {
    ...process.env,
    PGHOST: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1') || undefined,
    PGPORT: port || undefined,
    PGUSER: decodeURIComponent(username) || undefined,
    PGPASSWORD: decodeURIComponent(password) || undefined,
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
  const child = spawn(tool, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const complaint = text(child.stderr);
  try {
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new AdminRefused(`${tool} did not do it: ${(await complaint).trim().split('\n').at(-1)}`);
  } catch (cause) {
    if (cause instanceof AdminRefused) throw cause;
    throw new AdminRefused(`${tool} could not be run. It comes with PostgreSQL's client.`, 1, { cause });
  }
}

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));
