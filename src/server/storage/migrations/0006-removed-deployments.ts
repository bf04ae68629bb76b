import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A removed deployment stays behind what its running chats are bound to: its domains. */
export const removedDeployments: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('ALTER TABLE deployment ADD COLUMN removed_at BIGINT').execute(db);
  },
};
