import { allPermissions, permissionsOf } from './permissions.ts';
import type { UserRole } from './records.ts';
import { type Rejection, reject } from './rejection.ts';

/** What an act puts into somebody's hands, or takes a hold of: a person's account, or a client and whom it acts for. */
export type GrantTarget =
  | { kind: 'person'; id: string; role: UserRole }
  | { kind: 'client'; permissions: readonly string[]; actsFor: { id: string; role: UserRole } | undefined };

/** Who acts, as the store has them in the transaction of the act; whoever operates the service may give anything. */
export type Actor = { userId: string | undefined; permissions: ReadonlySet<string> } | 'operator';

/** Whose account one may edit, that person one may act as. */
const editPeoplePermission = 'directory:user:edit';

/** Every permission that whoever holds this has, by any path. */
export function permissionsOfTarget(held: GrantTarget): readonly string[] {
  if (held.kind === 'person') return permissionsOf[held.role];
  // What an earlier version called a permission gives nothing today.
  const own = allPermissions.filter((permission) => held.permissions.includes(permission));
  return held.actsFor ? [...own, ...permissionsOf[held.actsFor.role]] : own;
}

/**
 * Nobody gives what they do not have: an actor may change, hand out or remove an account only where they have every
 * permission that the account has before and after. A client that acts for another person also takes the permission to
 * edit people, since whoever has its secret is that person.
 */
export function checkGrant(actor: Actor, ...all: readonly (GrantTarget | undefined)[]): Rejection | undefined {
  if (actor === 'operator') return undefined;
  for (const held of all) {
    if (held === undefined) continue;
    const needed = new Set(permissionsOfTarget(held));
    if (held.kind === 'client' && held.actsFor && held.actsFor.id !== actor.userId) needed.add(editPeoplePermission);
    const lacking = [...needed].find((permission) => !actor.permissions.has(permission));
    if (lacking !== undefined) return reject('not.authorized', `These credentials lack ${lacking} themselves`);
  }
  return undefined;
}
