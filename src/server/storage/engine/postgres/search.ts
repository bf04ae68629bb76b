import { sql } from 'kysely';
import type { SearchTerm } from '../../../domain/search-terms.ts';
import type { SearchIndex } from '../search-index.ts';

/**
 * The words are stored as text, which compresses and so takes half the room of a `tsvector`, and indexed as the
 * `tsvector` made of it. The index has no list of what is still to be sorted in: a search never reads one, and no insert
 * pays for all before it.
 */
const vector = "array_to_tsvector(string_to_array(words, ' '))";
const statements = [
  `CREATE TABLE search_row (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    conversation_id TEXT NOT NULL REFERENCES conversation (id),
    words TEXT NOT NULL)`,
  'CREATE INDEX search_row_conversation ON search_row (conversation_id)',
  `CREATE INDEX search_row_words ON search_row USING GIN (${vector}) WITH (fastupdate = off)`,
];

export const postgresSearch: SearchIndex = {
  async create(tx) {
    for (const statement of statements) await sql.raw(statement).execute(tx);
  },

  async add(tx, conversationId, words) {
    if (words.length === 0) return;
    // Sorted, they have the most in common with their neighbours.
    const text = [...words].sort().join(' ');
    await sql`INSERT INTO search_row (conversation_id, words) VALUES (${conversationId}, ${text})`.execute(tx);
  },

  async remove(tx, conversationId) {
    await sql`DELETE FROM search_row WHERE conversation_id = ${conversationId}`.execute(tx);
  },

  conversationsWith: (term) => sql`(
    SELECT search_row.conversation_id FROM search_row WHERE ${sql.raw(vector)} @@ ${createQuery(term)}::tsquery)`,

  // Vacuum does it.
  compact: async () => ({ isDone: true }),
};

function createQuery({ word, match }: SearchTerm): string {
  const quoted = word.replaceAll('\\', '\\\\').replaceAll("'", "''");
  return `'${quoted}'${match === 'beginning' ? ':*' : ''}`;
}
