import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When each agent was rung last, so that agents with nothing to do take turns. */
export const lastOffer: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('ALTER TABLE "user" ADD COLUMN last_offer_at BIGINT NOT NULL DEFAULT 0').execute(db);
  },
};
