import type { Kysely } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** The one database handle an operation may use; it lives as long as the operation's transaction. */
export type Transaction = Kysely<Schema>;
