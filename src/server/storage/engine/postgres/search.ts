import { sql } from 'kysely';
import type { SearchTerm } from '../../../domain/search-terms.ts';
import type { SearchIndex } from '../search-index.ts';

/** Without a list of what is still to be sorted in: a search never reads one, and no insert pays for all before it. */
const statements = [
  `CREATE TABLE search_row (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    words TSVECTOR NOT NULL)`,
  'CREATE INDEX search_row_conversation ON search_row (conversation_id)',
  'CREATE INDEX search_row_words ON search_row USING GIN (words) WITH (fastupdate = off)',
];

/** Words in one row: short values, and short lists to change when a row goes. */
const wordsInRow = 200;

export const postgresSearch: SearchIndex = {
  async create(tx) {
    for (const statement of statements) await sql.raw(statement).execute(tx);
  },

  async add(tx, conversationId, words) {
    for (let from = 0; from < words.length; from += wordsInRow) {
      const row = words.slice(from, from + wordsInRow);
      await sql`INSERT INTO search_row (conversation_id, words)
        VALUES (${conversationId}, array_to_tsvector(${row}::text[]))`.execute(tx);
    }
  },

  async remove(tx, conversationId) {
    await sql`DELETE FROM search_row WHERE conversation_id = ${conversationId}`.execute(tx);
  },

  conversationsWith: (term) => sql`(
    SELECT search_row.conversation_id FROM search_row WHERE search_row.words @@ ${queryOf(term)}::tsquery)`,

  // Vacuum does it.
  compact: async () => ({ isDone: true }),
};

function queryOf({ word, match }: SearchTerm): string {
  const quoted = word.replaceAll('\\', '\\\\').replaceAll("'", "''");
  return `'${quoted}'${match === 'beginning' ? ':*' : ''}`;
}
