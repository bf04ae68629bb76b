import type { UserRole } from '../../domain/records.ts';
import { type Act, addAuditEntry } from '../repositories/audit.ts';
import { selectValidKeyId } from '../repositories/signing-keys.ts';
import type { Transaction } from '../transaction.ts';

export type SignedIn = {
  userId: string;
  organizationId: string;
  name: string;
  email: string;
  role: UserRole;
  expiresAt: number;
};

export const authOperations = {
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

  /** E-mail addresses are stored in lower case. */
  async findUserByEmail(tx: Transaction, args: { email: string }) {
    return tx
      .selectFrom('user')
      .select(['id', 'password_hash as passwordHash', 'sign_in_number as signInNumber'])
      .where('email', '=', args.email.toLowerCase())
      .where('removed_at', 'is', null)
      .executeTakeFirst();
  },

  /**
   * Opens a session after a sign-in. Undefined where all sign-ins of the user ended while this one was under way, as by
   * a removal or a new password: `signInNumber` is the number that the sign-in began with.
   */
  async openConsoleSession(
    tx: Transaction,
    args: { idHash: string; userId: string; signInNumber: number; now: number; expiresAt: number },
  ): Promise<SignedIn | undefined> {
    const { userId, now } = args;
    const user = await tx
      .selectFrom('user')
      .select(['id', 'organization_id', 'name', 'sign_in_number'])
      .where('id', '=', userId)
      .where('removed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (user?.sign_in_number !== args.signInNumber) return undefined;
    const row = { id_hash: args.idHash, user_id: userId, created_at: now, expires_at: args.expiresAt };
    await tx.insertInto('console_session').values(row).execute();
    const act: Act = { now, organizationId: user.organization_id, by: { kind: 'user', id: userId } };
    await addAuditEntry(tx, act, 'signed in', { kind: 'person', id: userId, name: user.name });
    return findSession(tx, args);
  },

  /** Records that sign-ins are paused after wrong passwords. Nothing is recorded for an unknown address. */
  async auditRefusedSignIns(tx: Transaction, { email, now }: { email: string; now: number }): Promise<void> {
    const user = await tx
      .selectFrom('user')
      .select(['id', 'organization_id', 'name'])
      .where('email', '=', email.toLowerCase())
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (!user) return;
    const act: Act = { now, organizationId: user.organization_id, by: { kind: 'service', id: 'sign-in' } };
    await addAuditEntry(tx, act, 'paused sign-ins after wrong passwords', {
      kind: 'person',
      id: user.id,
      name: user.name,
    });
  },

  async findConsoleSession(tx: Transaction, args: { idHash: string; now: number }): Promise<SignedIn | undefined> {
    return findSession(tx, args);
  },

  /**
   * The current permissions and user of a client. Undefined if the client or its user is removed, or if the key `kid`
   * of the token is no longer valid.
   */
  async findAccess(
    tx: Transaction,
    { clientId, kid, now }: { clientId: string; kid: string; now: number },
  ): Promise<{ userId: string | undefined; permissions: string[]; secretNumber: number } | undefined> {
    const row = await tx
      .selectFrom('oauth_client')
      .leftJoin('user', 'user.id', 'oauth_client.user_id')
      .select(['oauth_client.user_id', 'oauth_client.permissions', 'oauth_client.secret_number', 'user.removed_at'])
      .select(selectValidKeyId({ kid, now }).as('good_kid'))
      .where('oauth_client.id', '=', clientId)
      .executeTakeFirst();
    if (!row || row.removed_at !== null || row.good_kid === null) return undefined;
    const permissions = JSON.parse(row.permissions) as string[];
    return { userId: row.user_id ?? undefined, permissions, secretNumber: row.secret_number };
  },

  /** Writes one value, to check that the store accepts writes. */
  async checkWrites(tx: Transaction, { now }: { now: number }): Promise<null> {
    const value = String(now);
    await tx
      .insertInto('meta')
      .values({ key: 'last-check', value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
    return null;
  },
};

function findSession(tx: Transaction, { idHash, now }: { idHash: string; now: number }): Promise<SignedIn | undefined> {
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
    .where('console_session.id_hash', '=', idHash)
    .where('console_session.expires_at', '>', now)
    .where('user.removed_at', 'is', null)
    .executeTakeFirst();
}
