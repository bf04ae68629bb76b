import { sql } from 'kysely';
import type { SearchTerm } from '../../../domain/search-terms.ts';
import type { Transaction } from '../../transaction.ts';
import type { SearchIndex } from '../search-index.ts';

/**
 * FTS5 without content, which keeps words and no text. It splits rows at spaces alone: every other sign of ASCII is a
 * letter to it, as everything beyond ASCII is anyway.
 */
const signs = Array.from({ length: 127 - 33 }, (_, index) => String.fromCharCode(33 + index)).filter(
  (sign) => !/[a-z0-9]/i.test(sign),
);
const tokenizer = `ascii tokenchars '${signs.join('').replaceAll("'", "''")}'`;
const statements = [
  `CREATE TABLE search_row (
    id INTEGER PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversation (id))`,
  'CREATE INDEX search_row_conversation ON search_row (conversation_id)',
  `CREATE VIRTUAL TABLE search_words USING fts5(
    words, content='', contentless_delete=1, detail=none, tokenize="${tokenizer.replaceAll('"', '""')}")`,
  `INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1)`,
  // Merging early keeps few copies of a word: the index is a third smaller than by default.
  `INSERT INTO search_words (search_words, rank) VALUES ('automerge', 2)`,
];

/** Pages of the index written in one step of compacting. */
const pagesInStep = 64;
const compactingKey = 'search.compacting';

export const sqliteSearch: SearchIndex = {
  async create(tx) {
    for (const statement of statements) await sql.raw(statement).execute(tx);
  },

  async add(tx, conversationId, words) {
    if (words.length === 0) return;
    const added = await sql<{ id: number }>`
      INSERT INTO search_row (conversation_id) VALUES (${conversationId}) RETURNING id`.execute(tx);
    await sql`INSERT INTO search_words (rowid, words) VALUES (${added.rows[0]?.id}, ${words.join(' ')})`.execute(tx);
  },

  async remove(tx, conversationId) {
    const removed = await sql`
      DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_row WHERE conversation_id = ${conversationId})
    `.execute(tx);
    await sql`DELETE FROM search_row WHERE conversation_id = ${conversationId}`.execute(tx);
    if (removed.numAffectedRows) await saveStep(tx, 'begin');
  },

  conversationsWith: (term) => sql`(
    SELECT search_row.conversation_id FROM search_words JOIN search_row ON search_row.id = search_words.rowid
    WHERE search_words MATCH ${createMatch(term)})`,

  async compact(tx) {
    const step = await tx.selectFrom('meta').select('value').where('key', '=', compactingKey).executeTakeFirst();
    if (!step) return { isDone: true };
    // A deletion only marks its rows; a merge rewrites the others. A negative number starts a merge of all rows, a
    // positive one continues it.
    const pages = step.value === 'begin' ? -pagesInStep : pagesInStep;
    const before = await countChanges(tx);
    await sql`INSERT INTO search_words (search_words, rank) VALUES ('merge', ${sql.lit(pages)})`.execute(tx);
    const isDone = (await countChanges(tx)) - before < 2;
    if (isDone) await tx.deleteFrom('meta').where('key', '=', compactingKey).execute();
    else if (step.value === 'begin') await saveStep(tx, 'go on');
    return { isDone };
  },
};

function createMatch({ word, match }: SearchTerm): string {
  return `"${word.replaceAll('"', '""')}"${match === 'beginning' ? ' *' : ''}`;
}

async function saveStep(tx: Transaction, value: 'begin' | 'go on'): Promise<void> {
  await tx
    .insertInto('meta')
    .values({ key: compactingKey, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** FTS5 offers no other way to find out whether a merge had something to do. */
async function countChanges(tx: Transaction): Promise<number> {
  const { rows } = await sql<{ changes: number }>`SELECT total_changes() AS changes`.execute(tx);
  return rows[0]?.changes ?? 0;
}
