import type { SigningKey } from '../../domain/token-claims.ts';
import { addCommandEntry } from '../repositories/audit.ts';
import type { Transaction } from '../transaction.ts';

export const signingKeyOperations = {
  /** Keeps the offered key where there is none yet. Answers all keys that are good, the one that signs first. */
  async ensureSigningKey(tx: Transaction, args: SigningKey & { now: number }): Promise<SigningKey[]> {
    // Of two processes that start together one waits here, and then finds the other's key.
    const first = { key: 'first_signing_key', value: args.kid };
    await tx
      .insertInto('meta')
      .values(first)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const there = await findValidKeys(tx, args.now);
    if (there.length > 0) return there;
    await insertKey(tx, args, args.now);
    return findValidKeys(tx, args.now);
  },

  /** The one that signs first. */
  async listSigningKeys(tx: Transaction, { now }: { now: number }): Promise<SigningKey[]> {
    return findValidKeys(tx, now);
  },

  /**
   * The new key signs from now on. With `endsAt`, what the earlier ones signed is good until then; without, they are
   * gone, and with them every token, and every channel that was opened by one.
   */
  async rotateSigningKey(
    tx: Transaction,
    { now, endsAt, ...key }: SigningKey & { now: number; endsAt: number | undefined },
  ): Promise<void> {
    const before = await tx.selectFrom('signing_key').select(['kid', 'created_at']).forUpdate().execute();
    if (endsAt === undefined) {
      await tx.deleteFrom('signing_key').execute();
      await tx.deleteFrom('notification_channel').where('client_id', 'is not', null).execute();
    } else {
      await tx.updateTable('signing_key').set({ ends_at: endsAt }).where('ends_at', 'is', null).execute();
    }
    await insertKey(tx, key, Math.max(now, ...before.map(({ created_at }) => created_at + 1)));
    await addCommandEntry(tx, endsAt === undefined ? 'rotate key --now' : 'rotate key', { now });
  },
};

async function insertKey(tx: Transaction, { kid, privateJwk }: SigningKey, created_at: number): Promise<void> {
  await tx.insertInto('signing_key').values({ kid, private_jwk: privateJwk, created_at, ends_at: null }).execute();
}

async function findValidKeys(tx: Transaction, now: number): Promise<SigningKey[]> {
  const rows = await tx
    .selectFrom('signing_key')
    .selectAll()
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute();
  return rows.map(({ kid, private_jwk }) => ({ kid, privateJwk: private_jwk }));
}
