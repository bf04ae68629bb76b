import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A deployment may have a queue of its own, and may be there for tests. */
export const testDeployments: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  // No reference: a queue there never was is what one of them needs.
  'ALTER TABLE deployment ADD COLUMN queue_id TEXT',
  `CREATE TABLE test_deployment (
    deployment_id TEXT PRIMARY KEY REFERENCES deployment (id),
    behaviour TEXT NOT NULL,
    user_id TEXT REFERENCES "user" (id)
  )`,
];
