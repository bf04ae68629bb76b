import type { RawBuilder } from 'kysely';
import type { SearchTerm } from '../../domain/search-terms.ts';
import type { Transaction } from '../transaction.ts';

/** An engine's full text over chats. It stores words as `tokenize` makes them, and never a text. */
export interface SearchIndex {
  /** Makes the tables of an empty index. */
  create(tx: Transaction): Promise<void>;
  /** Makes a chat findable by these words too. */
  add(tx: Transaction, conversationId: string, words: readonly string[]): Promise<void>;
  /** Nothing finds the chat any more. Its words leave the file with `compact` at the latest. */
  remove(tx: Transaction, conversationId: string): Promise<void>;
  /** A subquery: the ids of the chats with this term, in any organization; some more than once. */
  conversationsWith(term: SearchTerm): RawBuilder<string>;
  /** Clears a bounded part of what `remove` left in the file; `isDone` is true when nothing is left. */
  compact(tx: Transaction): Promise<{ isDone: boolean }>;
}
