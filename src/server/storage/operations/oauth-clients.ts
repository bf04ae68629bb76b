import type { Selectable } from 'kysely';
import { checkGrant } from '../../domain/may-grant.ts';
import { checkVersion, type Rejection, reject } from '../../domain/rejection.ts';
import { findActor, findClientGrant, lockClients, lockPeople } from '../repositories/actors.ts';
import { type Act, addAuditEntry } from '../repositories/audit.ts';
import { closeClientChannels } from '../repositories/revoke-access.ts';
import type { OAuthClientTable } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type OperationResult, type Result, runOperation } from '../unit-of-work.ts';

export type OAuthClient = Omit<Selectable<OAuthClientTable>, 'secret_hash'>;
type Given = {
  name: string;
  permissions: readonly string[];
  userId?: string | undefined;
  version?: number | undefined;
};

/** What is left out stays as it is. */
type Change = Omit<Given, 'permissions' | 'userId'> & {
  permissions?: readonly string[] | undefined;
  userId?: string | null | undefined;
};

/** Programs that come in by an id and a secret, as an administrator keeps them. */
export const oauthClientOperations = {
  async listOAuthClients(tx: Transaction, { organizationId }: { organizationId: string }): Promise<OAuthClient[]> {
    return tx
      .selectFrom('oauth_client')
      .select(columns)
      .where('organization_id', '=', organizationId)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  },

  async addOAuthClient(
    tx: Transaction,
    { act, given: asked, secretHash }: { act: Act; given: Change; secretHash: string },
  ): Promise<Result<OAuthClient>> {
    const given = completeChange(asked, { permissions: '[]', user_id: null });
    await lockPeople(tx, act.organizationId, [act.by.id, given.userId]);
    const held = await findClientGrant(tx, { permissions: given.permissions, userId: given.userId });
    const refused = checkGrant(await findActor(tx, act), held) ?? (await checkBoundUser(tx, act, given, undefined));
    if (refused) return { rejection: refused };
    const own = { id: newId(), organization_id: act.organizationId, created_at: act.now, secret_hash: secretHash };
    const created = await tx
      .insertInto('oauth_client')
      .values({ ...own, ...toColumns(given) })
      .returning(columns)
      .executeTakeFirstOrThrow();
    await addAuditEntry(tx, act, 'created', subjectOf(created));
    return { value: created };
  },

  async changeOAuthClient(
    tx: Transaction,
    { act, id, given: asked }: { act: Act; id: string; given: Change },
  ): Promise<OperationResult<OAuthClient>> {
    return runOperation(tx, act.now, async ({ events }) => {
      const found = await findToChange(tx, act, id, asked);
      if ('rejection' in found) return found;
      const before = found.value;
      const given = completeChange(asked, before);
      const refused = checkVersion(before.version, given.version) ?? (await checkBoundUser(tx, act, given, id));
      if (refused) return { rejection: refused };
      const next = toColumns(given);
      const isRebound = next.user_id !== before.user_id;
      if (isRebound) events.push(...(await closeClientChannels(tx, id)));
      const changed = await tx
        .updateTable('oauth_client')
        .set({ ...next, version: before.version + 1, secret_number: before.secret_number + (isRebound ? 1 : 0) })
        .where('id', '=', id)
        .returning(columns)
        .executeTakeFirstOrThrow();
      await addAuditEntry(tx, act, 'changed', subjectOf(changed));
      return { value: changed };
    });
  },

  /** From now on only the new secret counts: no token that was given for the old one, and no channel opened by it. */
  async rotateOAuthSecret(
    tx: Transaction,
    { act, id, secretHash }: { act: Act; id: string; secretHash: string },
  ): Promise<OperationResult<OAuthClient>> {
    return runOperation(tx, act.now, async ({ events }) => {
      const found = await findToChange(tx, act, id);
      if ('rejection' in found) return found;
      events.push(...(await closeClientChannels(tx, id)));
      const rotated = await tx
        .updateTable('oauth_client')
        .set({ secret_hash: secretHash, secret_number: found.value.secret_number + 1 })
        .where('id', '=', id)
        .returning(columns)
        .executeTakeFirstOrThrow();
      await addAuditEntry(tx, act, 'gave a new secret', subjectOf(rotated));
      return { value: rotated };
    });
  },

  async removeOwnOAuthClient(tx: Transaction, { act, id }: { act: Act; id: string }): Promise<OperationResult<null>> {
    return runOperation(tx, act.now, async ({ events }) => {
      const found = await findToChange(tx, act, id);
      if ('rejection' in found) return found;
      events.push(...(await closeClientChannels(tx, id)));
      await tx.deleteFrom('oauth_client').where('id', '=', id).execute();
      await addAuditEntry(tx, act, 'removed', subjectOf(found.value));
      return { value: null };
    });
  },
};

const columns = [
  'id',
  'organization_id',
  'name',
  'user_id',
  'permissions',
  'created_at',
  'version',
  'secret_number',
] as const;
const noClient: Rejection = reject('resource.not.found', 'There is no such client');
const noUser: Rejection = reject('invalid.value', 'The person it acts for is nobody of this organization');
const subjectOf = ({ id, name }: { id: string; name: string }) => ({ kind: 'client', id, name });

function completeChange(change: Change, before: Pick<OAuthClient, 'permissions' | 'user_id'>): Given {
  const { permissions = JSON.parse(before.permissions) as string[], userId = before.user_id } = change;
  return { ...change, permissions, userId: userId ?? undefined };
}

function toColumns({ name, permissions, userId }: Given) {
  return { name, permissions: JSON.stringify([...new Set(permissions)]), user_id: userId ?? null };
}

function findClient(tx: Transaction, { organizationId }: Act, id: string): Promise<OAuthClient | undefined> {
  return tx
    .selectFrom('oauth_client')
    .select(columns)
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

/** The client, locked together with the actor; refused where the actor has less than it has or gets. */
async function findToChange(tx: Transaction, act: Act, id: string, change?: Change): Promise<Result<OAuthClient>> {
  const seen = await findClient(tx, act, id);
  if (!seen) return { rejection: noClient };
  await lockPeople(tx, act.organizationId, [act.by.id, seen.user_id ?? undefined, change?.userId ?? undefined]);
  await lockClients(tx, [act.by.clientId, id]);
  const before = await findClient(tx, act, id);
  if (!before) return { rejection: noClient };
  const next = change && completeChange(change, before);
  const now = { permissions: JSON.parse(before.permissions) as string[], userId: before.user_id };
  const more = checkGrant(
    await findActor(tx, act),
    await findClientGrant(tx, now),
    next && (await findClientGrant(tx, { permissions: next.permissions, userId: next.userId })),
  );
  return more ? { rejection: more } : { value: before };
}

async function checkBoundUser(
  tx: Transaction,
  { organizationId }: Act,
  { name, userId }: Given,
  id: string | undefined,
): Promise<Rejection | undefined> {
  const same = await tx
    .selectFrom('oauth_client')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('name', '=', name)
    .execute();
  if (same.some((one) => one.id !== id)) return reject('request.conflict', `There is a client named ${name} already`);
  if (userId === undefined) return undefined;
  const person = await tx
    .selectFrom('user')
    .select('id')
    .where('id', '=', userId)
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return person ? undefined : noUser;
}
