import type { Actor, GrantTarget } from '../../domain/may-grant.ts';
import { permissionsOf } from '../../domain/permissions.ts';
import type { UserRole } from '../../domain/records.ts';
import type { Transaction } from '../transaction.ts';
import { type Act, addAuditEntry } from './audit.ts';

/**
 * Locks the given users and all administrators of the organization, always in the same order: of two changes that take
 * something from each other's actors, the second sees the first.
 */
export async function lockPeople(
  tx: Transaction,
  organizationId: string,
  ids: readonly (string | undefined)[],
): Promise<void> {
  const named = ids.filter((id) => id !== undefined);
  await tx
    .selectFrom('user')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where((eb) => eb.or([eb('role', '=', 'administrator'), ...(named.length > 0 ? [eb('id', 'in', named)] : [])]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Locks these clients; call it after `lockPeople` where both are locked. */
export async function lockClients(tx: Transaction, ids: readonly (string | undefined)[]): Promise<void> {
  const named = ids.filter((id) => id !== undefined);
  if (named.length === 0) return;
  await tx.selectFrom('oauth_client').select('id').where('id', 'in', named).orderBy('id').forNoKeyUpdate().execute();
}

/** The current permissions of the actor: none if its access has ended, all for operators and providers. */
export async function findActor(tx: Transaction, { by }: Act): Promise<Actor> {
  if (by.kind === 'operator' || by.kind === 'provider') return 'operator';
  const { clientId } = by;
  if (clientId !== undefined) {
    const client = await findClient(tx, clientId);
    if (!client) return noActor;
    return { userId: client.user_id ?? undefined, permissions: new Set<string>(JSON.parse(client.permissions)) };
  }
  if (by.kind !== 'user') return noActor;
  const role = await findRole(tx, by.id);
  return role ? { userId: by.id, permissions: new Set(permissionsOf[role]) } : noActor;
}

const noActor: Actor = { userId: undefined, permissions: new Set() };

export async function findClientGrant(
  tx: Transaction,
  { permissions, userId }: { permissions: readonly string[]; userId: string | undefined | null },
): Promise<GrantTarget> {
  const role = userId ? await findRole(tx, userId) : undefined;
  return { kind: 'client', permissions, actsFor: userId && role ? { id: userId, role } : undefined };
}

/** Takes the permissions that a user loses with a role from the clients that act for the user. */
export async function revokeLostPermissions(
  tx: Transaction,
  act: Act,
  { userId, from, to }: { userId: string; from: UserRole; to: UserRole },
): Promise<void> {
  const left = new Set<string>(permissionsOf[to]);
  const lost = new Set<string>(permissionsOf[from].filter((permission) => !left.has(permission)));
  if (lost.size === 0) return;
  const clients = await tx
    .selectFrom('oauth_client')
    .select(['id', 'name', 'permissions'])
    .where('user_id', '=', userId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  for (const { id, name, permissions } of clients) {
    const before: string[] = JSON.parse(permissions);
    const after = before.filter((permission) => !lost.has(permission));
    if (after.length === before.length) continue;
    await tx
      .updateTable('oauth_client')
      .set((eb) => ({ permissions: JSON.stringify(after), version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
    await addAuditEntry(tx, act, 'narrowed', { kind: 'client', id, name });
  }
}

async function findRole(tx: Transaction, id: string): Promise<UserRole | undefined> {
  const user = await tx
    .selectFrom('user')
    .select('role')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return user?.role;
}

function findClient(tx: Transaction, id: string) {
  return tx.selectFrom('oauth_client').select(['user_id', 'permissions']).where('id', '=', id).executeTakeFirst();
}

/** Whether the organization would have no administrator without this user. */
export async function isLastAdministrator(
  tx: Transaction,
  { organizationId }: { organizationId: string },
  user: { id: string; role: UserRole },
) {
  if (user.role !== 'administrator') return false;
  const other = await tx
    .selectFrom('user')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('role', '=', 'administrator')
    .where('removed_at', 'is', null)
    .where('id', '<>', user.id)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}
