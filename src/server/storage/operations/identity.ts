import type { SigningKey } from '../../tokens.ts';
import type { UserRole } from '../schema.ts';
import type { Transaction } from '../storage.ts';

export type SignedIn = {
  userId: string;
  organizationId: string;
  name: string;
  email: string;
  role: UserRole;
  expiresAt: number;
};
export type LoginLimits = { failures: number; withinMs: number; lockMs: number };

export const identityOperations = {
  /** Keeps the offered key where there is none yet. Answers all keys, newest first. */
  async ensureSigningKey(tx: Transaction, args: SigningKey & { now: number }): Promise<SigningKey[]> {
    const listed = () =>
      tx.selectFrom('signing_key').selectAll().orderBy('created_at', 'desc').orderBy('kid').execute();
    // Of two processes that start together one waits here, and then finds the other's key.
    const first = { key: 'first_signing_key', value: args.kid };
    await tx
      .insertInto('meta')
      .values(first)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    let rows = await listed();
    if (rows.length === 0) {
      const row = { kid: args.kid, private_jwk: args.privateJwk, created_at: args.now };
      await tx.insertInto('signing_key').values(row).execute();
      rows = await listed();
    }
    return rows.map(({ kid, private_jwk }) => ({ kid, privateJwk: private_jwk }));
  },

  async findOAuthClient(tx: Transaction, args: { id: string }) {
    const row = await tx.selectFrom('oauth_client').selectAll().where('id', '=', args.id).executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      id: row.id,
      organizationId: row.organization_id,
      secretHash: row.secret_hash,
      userId: row.user_id ?? undefined,
      permissions: JSON.parse(row.permissions) as string[],
      secretNumber: row.secret_number,
    };
  },

  /** E-mail addresses are kept in lower case. */
  async findUserByEmail(tx: Transaction, args: { email: string }) {
    return tx
      .selectFrom('user')
      .select(['id', 'password_hash as passwordHash'])
      .where('email', '=', args.email.toLowerCase())
      .executeTakeFirst();
  },

  async openConsoleSession(
    tx: Transaction,
    args: { idHash: string; userId: string; now: number; expiresAt: number },
  ): Promise<void> {
    await tx.deleteFrom('console_session').where('expires_at', '<=', args.now).execute();
    const row = { id_hash: args.idHash, user_id: args.userId, created_at: args.now, expires_at: args.expiresAt };
    await tx.insertInto('console_session').values(row).execute();
  },

  async findConsoleSession(tx: Transaction, args: { idHash: string; now: number }): Promise<SignedIn | undefined> {
    return tx
      .selectFrom('console_session')
      .innerJoin('user', 'user.id', 'console_session.user_id')
      .select([
        'user.id as userId',
        'user.organization_id as organizationId',
        'user.name as name',
        'user.email as email',
        'user.role as role',
        'console_session.expires_at as expiresAt',
      ])
      .where('console_session.id_hash', '=', args.idHash)
      .where('console_session.expires_at', '>', args.now)
      .executeTakeFirst();
  },

  /** What a client may do now, and for whom; undefined for one that is gone or acts for somebody who is. */
  async findAccess(
    tx: Transaction,
    { clientId }: { clientId: string },
  ): Promise<{ userId: string | undefined; permissions: string[]; secretNumber: number } | undefined> {
    const row = await tx
      .selectFrom('oauth_client')
      .leftJoin('user', 'user.id', 'oauth_client.user_id')
      .select(['oauth_client.user_id', 'oauth_client.permissions', 'oauth_client.secret_number', 'user.removed_at'])
      .where('oauth_client.id', '=', clientId)
      .executeTakeFirst();
    if (!row || row.removed_at !== null) return undefined;
    const permissions = JSON.parse(row.permissions) as string[];
    return { userId: row.user_id ?? undefined, permissions, secretNumber: row.secret_number };
  },

  /** How long this subject has to wait; 0 for not at all. */
  async findLoginLock(tx: Transaction, args: { subject: string; now: number }): Promise<number> {
    const row = await tx
      .selectFrom('login_failure')
      .select('locked_until')
      .where('subject', '=', args.subject)
      .executeTakeFirst();
    return Math.max(0, (row?.locked_until ?? 0) - args.now);
  },

  async noteLoginFailure(tx: Transaction, args: { subject: string; now: number; limits: LoginLimits }): Promise<void> {
    const { subject, now, limits } = args;
    await tx
      .deleteFrom('login_failure')
      .where('first_at', '<=', now - limits.withinMs - limits.lockMs)
      .execute();
    // There from the start, so that failures at the same time are counted one after another.
    await tx
      .insertInto('login_failure')
      .values({ subject, failures: 0, first_at: now, locked_until: null })
      .onConflict((conflict) => conflict.column('subject').doNothing())
      .execute();
    const row = await tx
      .selectFrom('login_failure')
      .selectAll()
      .where('subject', '=', subject)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    const isFresh = row.first_at <= now - limits.withinMs;
    const failures = isFresh ? 1 : row.failures + 1;
    const values = {
      failures,
      first_at: isFresh ? now : row.first_at,
      locked_until: failures >= limits.failures ? now + limits.lockMs : null,
    };
    await tx.updateTable('login_failure').set(values).where('subject', '=', subject).execute();
  },

  async forgetLoginFailures(tx: Transaction, args: { subject: string }): Promise<void> {
    await tx.deleteFrom('login_failure').where('subject', '=', args.subject).execute();
  },

  /** Answers when the store does. */
  async ping(tx: Transaction): Promise<boolean> {
    await tx.selectFrom('meta').select('key').limit(1).execute();
    return true;
  },
};
