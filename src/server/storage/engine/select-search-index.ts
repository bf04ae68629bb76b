import { PostgresAdapter } from 'kysely';
import type { Transaction } from '../transaction.ts';
import { postgresSearch } from './postgres/search.ts';
import type { SearchIndex } from './search-index.ts';
import { sqliteSearch } from './sqlite/search.ts';

export function selectSearchIndex(tx: Transaction): SearchIndex {
  return tx.getExecutor().adapter instanceof PostgresAdapter ? postgresSearch : sqliteSearch;
}
