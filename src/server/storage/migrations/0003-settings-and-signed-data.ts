import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** An organization's chat settings, and which signed data has opened which conversation, until it is past its time. */
export const settingsAndSignedData: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'ALTER TABLE organization ADD COLUMN require_deployment INTEGER NOT NULL DEFAULT 0',
  `CREATE TABLE signed_data_use (
    token_id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL)`,
  'CREATE INDEX signed_data_use_expiry ON signed_data_use (expires_at)',
  'CREATE INDEX deployment_organization ON deployment (organization_id)',
];
