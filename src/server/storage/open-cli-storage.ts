import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isUpToDate, migrate } from './engine/migrate.ts';
import { type Database, lockFolder, openDatabase } from './engine/sqlite/database.ts';
import { migrations } from './migrations/migrations.ts';
import { operations } from './operations.ts';
import { openPostgresStorage } from './postgres-storage.ts';
import type { Schema } from './schema/schema.ts';
import type { Storage } from './storage.ts';
import type { Transaction } from './transaction.ts';

/**
 * The store for one command, beside a running service or not; made where there is none yet. It never owns the store,
 * except for the moment of bringing it up to date, which a running service has done already.
 */
export async function openCliStorage(at: { dataFolder: string; databaseUrl: string | undefined }): Promise<Storage> {
  if (at.databaseUrl !== undefined) return openPostgresStorage({ url: at.databaseUrl, role: 'tool' });
  const file = join(at.dataFolder, 'porchlight.sqlite');
  const release = existsSync(file) ? undefined : lockFolder(at.dataFolder);
  const database = openDatabase<Schema>(file);
  try {
    if (release) await migrate(database.kysely, migrations);
    else await migrateIfNeeded(database, at.dataFolder);
  } catch (thrown) {
    database.close();
    throw thrown;
  } finally {
    release?.();
  }
  return { run: (name, args) => runOne(database, name, args), close: async () => database.close() };
}

async function migrateIfNeeded({ kysely }: Database<Schema>, dataFolder: string): Promise<void> {
  if (await isUpToDate(kysely, migrations)) return;
  const release = lockFolder(dataFolder);
  try {
    await migrate(kysely, migrations);
  } finally {
    release();
  }
}

/** Takes the right to write at once: taken halfway, it could be refused for what the service wrote meanwhile. */
async function runOne(database: Database<Schema>, name: keyof typeof operations, args: unknown): Promise<never> {
  // By name it lost its types, which `Storage` gives back.
  const operation = operations[name] as (tx: Transaction, args: unknown) => Promise<unknown>;
  database.execute('BEGIN IMMEDIATE');
  try {
    const value = await operation(database.kysely, args);
    database.execute('COMMIT');
    return value as never;
  } catch (thrown) {
    if (database.isInTransaction()) database.execute('ROLLBACK');
    throw thrown;
  }
}
