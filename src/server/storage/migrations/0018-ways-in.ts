import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What ends the ways in: sign-ins are numbered, tickets are rows, and a replaced signing key has an end. */
export const waysIn: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'ALTER TABLE "user" ADD COLUMN sign_in_number INTEGER NOT NULL DEFAULT 1',
  `CREATE TABLE ticket (
    secret_hash TEXT PRIMARY KEY,
    channel_id TEXT NOT NULL,
    session_id_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL)`,
  'CREATE INDEX ticket_channel ON ticket (channel_id)',
  'CREATE INDEX ticket_session ON ticket (session_id_hash)',
  'CREATE INDEX ticket_expiry ON ticket (expires_at)',
  'CREATE INDEX console_session_user ON console_session (user_id)',
  'CREATE INDEX console_session_expiry ON console_session (expires_at)',
  'CREATE INDEX invite_expiry ON invite (expires_at)',
  'CREATE INDEX login_failure_start ON login_failure (first_at)',
  'ALTER TABLE signing_key ADD COLUMN ends_at BIGINT',
  // Invitations of people who were removed before removal ended them.
  'DELETE FROM invite WHERE user_id IN (SELECT id FROM "user" WHERE removed_at IS NOT NULL)',
  'DELETE FROM console_session WHERE user_id IN (SELECT id FROM "user" WHERE removed_at IS NOT NULL)',
  'UPDATE "user" SET password_hash = NULL WHERE removed_at IS NOT NULL',
];
