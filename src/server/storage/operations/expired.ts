import { sql } from 'kysely';
import type { Transaction } from '../transaction.ts';

const maxRows = 500;
/** The longest that any guess is remembered for. */
const guessesMs = 24 * 60 * 60 * 1000;

export const expiredOperations = {
  /** Removes what is past its time and opens nothing any more, a bounded number of each kind at once. */
  async deleteExpired(tx: Transaction, { now }: { now: number }): Promise<void> {
    for (const [table, key] of expiringTables) {
      await sql`DELETE FROM ${sql.table(table)} WHERE ${sql.ref(key)} IN (
        SELECT ${sql.ref(key)} FROM ${sql.table(table)} WHERE expires_at <= ${now} LIMIT ${sql.lit(maxRows)})`.execute(
        tx,
      );
    }
    await tx.deleteFrom('signing_key').where('ends_at', '<=', now).execute();
    const guesses = tx
      .selectFrom('login_failure')
      .select('subject')
      .where('first_at', '<=', now - guessesMs);
    await tx.deleteFrom('login_failure').where('subject', 'in', guesses.limit(maxRows)).execute();
  },
};

const expiringTables = [
  ['ticket', 'secret_hash'],
  ['console_session', 'id_hash'],
  ['invite', 'token_hash'],
  ['notification_channel', 'id'],
  ['signed_data_use', 'token_id'],
] as const;
