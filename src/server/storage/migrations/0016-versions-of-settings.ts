import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How two administrators do not undo each other's settings of the organization either. */
export const versionsOfSettings: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('ALTER TABLE organization ADD COLUMN version INTEGER NOT NULL DEFAULT 1').execute(db);
  },
};
