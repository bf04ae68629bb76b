import type { Transaction } from '../transaction.ts';

/** So many guesses within so long, then a pause. Times are milliseconds. */
export type GuessLimit = { most: number; withinMs: number; lockMs: number };

/** `key` names the counted account or network as a hash. */
export type Guess = { key: string; limit: GuessLimit };

/** What sign-in attempts are counted by. The rows are shared by everything that runs on one store, and outlive a restart. */
export const signInGuessOperations = {
  /**
   * Counts one more guess under each key, before the password is checked; guesses at the same time are counted one
   * after another, so that none is missed. Counts nothing while a key is locked. Returns how long to wait (0 for not at
   * all) and the keys that this guess has locked; the guess itself may still be tried.
   */
  async recordSignInGuess(
    tx: Transaction,
    { guesses, now }: { guesses: readonly Guess[]; now: number },
  ): Promise<{ lockedMs: number; nowLocked: string[] }> {
    const sorted = guesses.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const rows: Awaited<ReturnType<typeof lockRow>>[] = [];
    // One after another, in one order for all, so that no two wait for each other.
    for (const guess of sorted) rows.push(await lockRow(tx, guess, now));
    const lockedMs = Math.max(0, ...rows.map(({ row }) => (row.locked_until ?? 0) - now));
    if (lockedMs > 0) return { lockedMs, nowLocked: [] };
    const nowLocked: string[] = [];
    for (const { row, limit } of rows) {
      const isFresh = row.first_at <= now - limit.withinMs;
      const failures = isFresh ? 1 : row.failures + 1;
      const isLocked = failures >= limit.most;
      if (isLocked) nowLocked.push(row.subject);
      const set = {
        failures,
        first_at: isFresh ? now : row.first_at,
        locked_until: isLocked ? now + limit.lockMs : null,
      };
      await tx.updateTable('login_failure').set(set).where('subject', '=', row.subject).execute();
    }
    return { lockedMs: 0, nowLocked };
  },

  /** How many guesses each key has had within the time, without counting one more. */
  async countSignInGuesses(
    tx: Transaction,
    { keys, now, withinMs }: { keys: readonly string[]; now: number; withinMs: number },
  ): Promise<number[]> {
    if (keys.length === 0) return [];
    const rows = await tx
      .selectFrom('login_failure')
      .select(['subject', 'failures'])
      .where('subject', 'in', [...new Set(keys)])
      .where('first_at', '>', now - withinMs)
      .execute();
    return keys.map((key) => rows.find(({ subject }) => subject === key)?.failures ?? 0);
  },

  /** After a guess that was right. */
  async forgetSignInGuesses(tx: Transaction, { keys }: { keys: readonly string[] }): Promise<void> {
    if (keys.length > 0) await tx.deleteFrom('login_failure').where('subject', 'in', keys).execute();
  },
};

async function lockRow(tx: Transaction, { key, limit }: Guess, now: number) {
  // There from the start, so that there is a row to lock.
  await tx
    .insertInto('login_failure')
    .values({ subject: key, failures: 0, first_at: now, locked_until: null })
    .onConflict((conflict) => conflict.column('subject').doNothing())
    .execute();
  const row = await tx
    .selectFrom('login_failure')
    .selectAll()
    .where('subject', '=', key)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return { row, limit };
}
