import { allPermissions, permissionsOf } from './permissions.ts';
import type { UserRole } from './records.ts';
import { type Rejection, reject } from './rejection.ts';

/** What an action gives or changes: a person's account, or a client and the person it acts for. */
export type GrantTarget =
  | { kind: 'person'; id: string; role: UserRole }
  | { kind: 'client'; permissions: readonly string[]; actsFor: { id: string; role: UserRole } | undefined };

/** Who acts, as the store knows them in the same transaction; the operator of the service may grant anything. */
export type Actor = { userId: string | undefined; permissions: ReadonlySet<string> } | 'operator';

/** Editing a person's account is enough to act as that person. */
const editPeoplePermission = 'directory:user:edit';

/** Every permission that the account or client gives, directly or through the person it acts for. */
export function permissionsOfTarget(held: GrantTarget): readonly string[] {
  if (held.kind === 'person') return permissionsOf[held.role];
  // A permission's name of an earlier version gives nothing today.
  const own = allPermissions.filter((permission) => held.permissions.includes(permission));
  return held.actsFor ? [...own, ...permissionsOf[held.actsFor.role]] : own;
}

/**
 * An actor may create, change or remove an account only if they have every permission that it has before and after. A
 * client that acts for another person also needs the permission to edit people, since its secret gives that person's
 * rights.
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
