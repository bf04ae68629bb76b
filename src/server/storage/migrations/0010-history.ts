import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { indexEndedChat } from '../history-words.ts';
import type { Schema } from '../schema.ts';

/** Ended chats are found by their words, and go when their deployment says so. */
export const history: Migration = {
  async up(db: Kysely<Schema>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
    const ended = await db
      .selectFrom('conversation')
      .select(['id', 'organization_id'])
      .where('ended_at', 'is not', null)
      .execute();
    for (const conversation of ended) await indexEndedChat(db, conversation);
  },
};

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
