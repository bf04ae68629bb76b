import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Records that an agent left a chat without choosing a wrap-up. Agents who left before this migration are marked as
 * skipped, so that the console does not ask them.
 */
export const wrapUpSkipped: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  'ALTER TABLE member ADD COLUMN wrapup_skipped INTEGER NOT NULL DEFAULT 0',
  `UPDATE member SET wrapup_skipped = 1 WHERE role = 'AGENT' AND state = 'DISCONNECTED' AND wrapup IS NULL`,
  `CREATE INDEX member_to_wrap_up ON member (user_id, left_at)
     WHERE user_id IS NOT NULL AND joined_at IS NOT NULL AND wrapup IS NULL AND wrapup_skipped = 0`,
];
