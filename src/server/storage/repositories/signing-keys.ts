import { sql } from 'kysely';

/** Which key signed a token: whether it is good is for the store's rows to say, at each use. */
export type TokenKey = { kid: string; now: number };

/** To be selected: null where the key is gone or past its end. */
export const selectValidKeyId = ({ kid, now }: TokenKey) =>
  sql<string | null>`(SELECT kid FROM signing_key WHERE kid = ${kid} AND (ends_at IS NULL OR ends_at > ${now}))`;
