import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Ended chats are found by their words, and go when their deployment says so. */
export const history: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** The words of earlier chats came with this too; today 0017 takes the table away and has them indexed. */
const statements = [
  `CREATE TABLE conversation_word (
    organization_id TEXT NOT NULL,
    field TEXT NOT NULL,
    word TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    PRIMARY KEY (organization_id, field, word, conversation_id))`,
  'CREATE INDEX conversation_word_conversation ON conversation_word (conversation_id)',
  'ALTER TABLE deployment ADD COLUMN retention_days INTEGER',
  'CREATE INDEX conversation_retention ON conversation (deployment_id, ended_at) WHERE ended_at IS NOT NULL',
];
