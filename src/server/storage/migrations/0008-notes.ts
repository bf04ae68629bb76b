import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What agents write to each other about a chat. Apart from its messages, so that no way to those leads here. */
export const notes: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(statement).execute(db);
  },
};

const statement = `CREATE TABLE note (
  conversation_id TEXT NOT NULL REFERENCES conversation (id),
  seq INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES "user" (id),
  body TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  idempotency_key TEXT,
  PRIMARY KEY (conversation_id, seq))`;
