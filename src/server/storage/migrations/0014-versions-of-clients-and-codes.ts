import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How two administrators do not undo each other here either, and which secret a token was given for. */
export const versionsOfClientsAndCodes: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'ALTER TABLE wrapup_code ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
  'ALTER TABLE oauth_client ADD COLUMN version INTEGER NOT NULL DEFAULT 1',
  'ALTER TABLE oauth_client ADD COLUMN secret_number INTEGER NOT NULL DEFAULT 1',
];
