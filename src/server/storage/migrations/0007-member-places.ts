import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who came after whom into a conversation, also within one millisecond. */
export const memberPlaces: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** Until now members of one millisecond stood in this order. */
const rank = (alias: string) =>
  `CASE ${alias}.role WHEN 'CUSTOMER' THEN 0 WHEN 'WORKFLOW' THEN 1 WHEN 'ACD' THEN 2 ELSE 3 END`;

const statements = [
  'ALTER TABLE member ADD COLUMN place INTEGER NOT NULL DEFAULT 0',
  `UPDATE member SET place = (
    SELECT count(*) FROM member AS earlier
    WHERE earlier.conversation_id = member.conversation_id
      AND (earlier.created_at < member.created_at
        OR (earlier.created_at = member.created_at AND ${rank('earlier')} < ${rank('member')})
        OR (earlier.created_at = member.created_at AND ${rank('earlier')} = ${rank('member')}
          AND earlier.id < member.id)))`,
];
