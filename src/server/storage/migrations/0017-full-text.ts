import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { sqliteSearch } from '../engine/sqlite/search.ts';
import { saveEmails } from '../repositories/conversation-email.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * The engine's own full text searches chats that are over. The service indexes the chats that ended before this migration
 * after its start, in small pieces: the new column's default marks none of their messages as indexed.
 */
export const fullText: Migration = {
  async up(db: Kysely<Schema>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
    await createIndex(db);
    await saveEarlierEmails(db);
    await sql.raw('DROP TABLE conversation_word').execute(db);
  },
};

const statements = [
  // Null once all of it is indexed.
  'ALTER TABLE conversation ADD COLUMN indexed_seq BIGINT DEFAULT 0',
  `CREATE INDEX conversation_to_index ON conversation (indexed_seq, ended_at)
    WHERE ended_at IS NOT NULL AND indexed_seq IS NOT NULL`,
  `CREATE TABLE conversation_email (
    organization_id TEXT NOT NULL,
    email TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    PRIMARY KEY (organization_id, email, conversation_id))`,
  'CREATE INDEX conversation_email_conversation ON conversation_email (conversation_id)',
  `INSERT INTO conversation_email (organization_id, email, conversation_id)
    SELECT organization_id, word, conversation_id FROM conversation_word WHERE field = 'whole email'`,
];

async function createIndex(db: Kysely<Schema>): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return sqliteSearch.create(db);
  for (const statement of postgresIndex) await sql.raw(statement).execute(db);
}

/** As it was until 0020. */
const postgresIndex = [
  `CREATE TABLE search_row (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    words TSVECTOR NOT NULL)`,
  'CREATE INDEX search_row_conversation ON search_row (conversation_id)',
  'CREATE INDEX search_row_words ON search_row USING GIN (words) WITH (fastupdate = off)',
];

/** Of stores from before 0010, whose words were never written. */
async function saveEarlierEmails(db: Kysely<Schema>): Promise<void> {
  const known = db.selectFrom('conversation_email').select('conversation_id');
  const missing = await db
    .selectFrom('conversation')
    .innerJoin('member', 'member.conversation_id', 'conversation.id')
    .select(['conversation.id', 'conversation.organization_id'])
    .where('conversation.ended_at', 'is not', null)
    .where('member.role', '=', 'CUSTOMER')
    .where('member.email', 'is not', null)
    .where('conversation.id', 'not in', known)
    .execute();
  for (const conversation of missing) await saveEmails(db, conversation);
}
