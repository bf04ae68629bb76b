import { sql } from 'kysely';

/** The key that signed a token; the store decides at each use whether it is valid. */
export type TokenKey = { kid: string; now: number };

/** A column to select: null where the key is gone or has expired. */
export const selectValidKeyId = ({ kid, now }: TokenKey) =>
  sql<string | null>`(SELECT kid FROM signing_key WHERE kid = ${kid} AND (ends_at IS NULL OR ends_at > ${now}))`;
