import { randomUUID } from 'node:crypto';
import { env } from 'node:process';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Schema } from '../../server/storage/schema/schema.ts';
import { withinLimit } from './within-limit.ts';

/** An administrator's address of a running PostgreSQL; `npm test` starts one and sets it. */
export const postgresUrl = env.PORCHLIGHT_TEST_POSTGRES;

export type TestDatabase = {
  /** `postgres://…/porchlight_…`: a database of the test's own. */
  url: string;
  drop(): Promise<void>;
};

/** A database with every migration done that a run made once, by its name, to be copied. */
const templateOfRun = 'PORCHLIGHT_TEST_TEMPLATE';

/** Throws where no PostgreSQL runs. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(undefined);
}

/** With today's tables, where the run has a template of them; else empty. Throws where no PostgreSQL runs. */
export function createMigratedDatabase(): Promise<TestDatabase> {
  return createDatabase(env[templateOfRun]);
}

/** Makes the template of this run, which `migrate` fills; gives how to remove it. */
export async function createTemplate(migrate: (url: string) => Promise<void>): Promise<() => Promise<void>> {
  const { url, drop } = await createTestDatabase();
  await migrate(url);
  env[templateOfRun] = new URL(url).pathname.slice(1);
  return drop;
}

async function createDatabase(template: string | undefined): Promise<TestDatabase> {
  if (!postgresUrl) throw new Error('PORCHLIGHT_TEST_POSTGRES is not set');
  const name = `porchlight_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  const copied = template === undefined ? sql`` : sql` TEMPLATE ${sql.id(template)}`;
  await onDatabase(postgresUrl, (db) => sql`CREATE DATABASE ${sql.id(name)}${copied}`.execute(db));
  return {
    url: url.href,
    async drop() {
      const dropped = onDatabase(postgresUrl ?? '', (db) =>
        sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(db),
      );
      await withinLimit('a database to be dropped', dropped);
    },
  };
}

/** Queries or changes a database over a connection of its own. */
export async function onDatabase<Value>(url: string, work: (db: Kysely<Schema>) => Promise<Value>): Promise<Value> {
  const pool = new pg.Pool({ connectionString: url, max: 1, types: { getTypeParser } });
  pool.on('error', () => {});
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await work(kysely);
  } finally {
    await kysely.destroy();
  }
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');
}
