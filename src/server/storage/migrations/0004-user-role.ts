import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who may change deployments and settings in the console, too. */
export const userRole: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(`ALTER TABLE "user" ADD COLUMN role TEXT NOT NULL DEFAULT 'agent'`).execute(db);
  },
};
