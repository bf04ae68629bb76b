import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { StartupError } from '../../core/startup-error.ts';

/** The order never changes: the first is number 1. Forward only. */
export type Migrations = readonly { name: string; migration: Migration }[];

/**
 * Brings a database up to date, each migration in one transaction with the note that it was applied.
 * Throws StartupError for a database that a newer Porchlight has written.
 */
export async function migrate<Schema>(database: Kysely<Schema>, migrations: Migrations): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS applied_migration (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)`.execute(database);
  const applied = await findNewest(database);
  if (applied > migrations.length) {
    throw new StartupError(
      `This database is of a newer Porchlight (its number is ${applied}, this one knows ${migrations.length}). Start that version, or restore a backup into an empty place.`,
    );
  }
  for (const [index, { name, migration }] of migrations.entries()) {
    if (index < applied) continue;
    await database.transaction().execute(async (tx) => {
      await migration.up(tx);
      await sql`INSERT INTO applied_migration (number, name, applied_at)
        VALUES (${index + 1}, ${name}, ${Date.now()})`.execute(tx);
    });
  }
}

/** For SQLite. False also for a database of a newer Porchlight, and for one that is still empty. */
export async function isUpToDate<Schema>(database: Kysely<Schema>, migrations: Migrations): Promise<boolean> {
  const { rows } = await sql`SELECT name FROM sqlite_master WHERE name = 'applied_migration'`.execute(database);
  return rows.length > 0 && (await findNewest(database)) === migrations.length;
}

async function findNewest<Schema>(database: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ newest: number | null }>`SELECT max(number) AS newest FROM applied_migration`.execute(
    database,
  );
  return rows[0]?.newest ?? 0;
}
