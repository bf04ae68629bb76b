import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who a visitor is, and what else of them the site's own server has signed. */
export const signedInVisitors: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'ALTER TABLE conversation ADD COLUMN subject TEXT',
  'CREATE INDEX conversation_subject ON conversation (organization_id, subject, ended_at) WHERE subject IS NOT NULL',
  "ALTER TABLE member ADD COLUMN signed_fields TEXT NOT NULL DEFAULT '[]'",
];
