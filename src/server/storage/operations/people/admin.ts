import { checkGrant, type GrantTarget } from '../../../domain/may-grant.ts';
import type { UserRole } from '../../../domain/records.ts';
import { checkVersion, type Rejection, reject } from '../../../domain/rejection.ts';
import type { Timing } from '../../../domain/timing.ts';
import { findActor, isLastAdministrator, lockPeople, revokeLostPermissions } from '../../repositories/actors.ts';
import { type Act, addAuditEntry } from '../../repositories/audit.ts';
import { deleteInvitations, endSignIns } from '../../repositories/revoke-access.ts';
import type { Transaction } from '../../transaction.ts';
import { newId, type OperationResult, type Result, runOperation } from '../../unit-of-work.ts';
import { removalOperations } from '../removals.ts';

type Given = {
  name: string;
  email: string;
  role?: UserRole | undefined;
  capacity?: number | undefined;
  skills?: readonly string[] | undefined;
  languages?: readonly string[] | undefined;
  version?: number | undefined;
};
type Invite = { tokenHash: string; expiresAt: number };

/** Users, as an administrator manages them: they join by a link that works once, and choose their own password. */
export const peopleAdminOperations = {
  async inviteUser(tx: Transaction, args: { act: Act; given: Given; invite: Invite }): Promise<Result<{ id: string }>> {
    const { act, given, invite } = args;
    const { name, role = 'agent', capacity = 4 } = given;
    const id = newId();
    await lockPeople(tx, act.organizationId, [act.by.id]);
    const more = checkGrant(await findActor(tx, act), { kind: 'person', id, role });
    if (more) return { rejection: more };
    const email = given.email.toLowerCase();
    if (await tx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()) {
      return { rejection: reject('request.conflict', 'Somebody has this address already') };
    }
    const own = { id, organization_id: act.organizationId, created_at: act.now };
    await tx
      .insertInto('user')
      .values({ ...own, name, email, role, capacity, password_hash: null })
      .execute();
    await setAbilities(tx, act, own.id, given);
    await putInvite(tx, own.id, invite);
    await addAuditEntry(tx, act, 'invited', { kind: 'person', id: own.id, name });
    return { value: { id: own.id } };
  },

  /** Issues a new link to a user who lost the first one, or their password. Earlier links become invalid. */
  async inviteAgain(
    tx: Transaction,
    { act, userId, invite }: { act: Act; userId: string; invite: Invite },
  ): Promise<Result<null>> {
    const found = await findToChange(tx, act, userId);
    if (found.rejection) return { rejection: found.rejection };
    await putInvite(tx, userId, invite);
    await addAuditEntry(tx, act, 'invited', { kind: 'person', id: userId, name: found.value.name });
    return { value: null };
  },

  /** Whether an invitation is still good, without using it. */
  async checkInvite(tx: Transaction, args: { now: number; tokenHash: string }): Promise<Result<null>> {
    return (await findInvited(tx, args).executeTakeFirst()) ? { value: null } : { rejection: usedInvite };
  },

  /** Accepts an invitation once. Earlier sign-ins of the user end, and other links become invalid. */
  async acceptInvite(
    tx: Transaction,
    args: { now: number; tokenHash: string; passwordHash: string },
  ): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async ({ events }) => {
      const { now, tokenHash, passwordHash } = args;
      const find = findInvited(tx, { now, tokenHash });
      const invited = await find.executeTakeFirst();
      if (!invited) return { rejection: usedInvite };
      const { id, name, organization_id: organizationId } = invited;
      await lockPeople(tx, organizationId, [id]);
      // The transaction that held the lock may have deleted the invitation.
      if (!(await find.executeTakeFirst())) return { rejection: usedInvite };
      await deleteInvitations(tx, id);
      await tx.updateTable('user').set({ password_hash: passwordHash }).where('id', '=', id).execute();
      events.push(...(await endSignIns(tx, id)));
      const act: Act = { now, organizationId, by: { kind: 'user', id } };
      await addAuditEntry(tx, act, 'accepted the invitation', { kind: 'person', id, name });
      return { value: null };
    });
  },

  async changeUser(
    tx: Transaction,
    { act, userId, given }: { act: Act; userId: string; given: Given },
  ): Promise<Result<null>> {
    const found = await findToChange(tx, act, userId, given.role);
    if (found.rejection) return { rejection: found.rejection };
    const before = found.value;
    const stale = checkVersion(before.version, given.version);
    if (stale) return { rejection: stale };
    const { name, role = before.role, capacity = before.capacity } = given;
    if (role !== 'administrator' && (await isLastAdministrator(tx, act, before))) return { rejection: lastOne };
    const email = given.email.toLowerCase();
    const same = await tx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
    if (same && same.id !== userId)
      return { rejection: reject('request.conflict', 'Somebody has this address already') };
    const set = { name, email, role, capacity, version: before.version + 1 };
    await tx.updateTable('user').set(set).where('id', '=', userId).execute();
    await setAbilities(tx, act, userId, given);
    // The link was sent to the earlier address, for the earlier role.
    if (role !== before.role || email !== before.email) await deleteInvitations(tx, userId);
    if (role !== before.role) await revokeLostPermissions(tx, act, { userId, from: before.role, to: role });
    await addAuditEntry(tx, act, 'changed', { kind: 'person', id: userId, name });
    return { value: null };
  },

  async removeOwnUser(
    tx: Transaction,
    { act, userId, timing }: { act: Act; userId: string; timing: Timing },
  ): Promise<OperationResult<null>> {
    const found = await findToChange(tx, act, userId);
    if (found.rejection) return { rejection: found.rejection, events: [] };
    if (await isLastAdministrator(tx, act, found.value)) return { rejection: lastOne, events: [] };
    await addAuditEntry(tx, act, 'removed', { kind: 'person', id: userId, name: found.value.name });
    return removalOperations.removeUser(tx, { now: act.now, timing, userId });
  },

  /** Ends every sign-in of a user and closes their open sockets. Their clients stay. */
  async signOutEverywhere(
    tx: Transaction,
    args: { now: number; userId: string; act?: Act },
  ): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async ({ events }) => {
      const { act, userId } = args;
      const found = act && (await findToChange(tx, act, userId));
      if (found?.rejection) return { rejection: found.rejection };
      events.push(...(await endSignIns(tx, userId)));
      if (act && found)
        await addAuditEntry(tx, act, 'signed out', { kind: 'person', id: userId, name: found.value.name });
      return { value: null };
    });
  },
};

function findInvited(tx: Transaction, { now, tokenHash }: { now: number; tokenHash: string }) {
  return tx
    .selectFrom('invite')
    .innerJoin('user', 'user.id', 'invite.user_id')
    .select(['user.id', 'user.name', 'user.organization_id'])
    .where('invite.token_hash', '=', tokenHash)
    .where('invite.expires_at', '>', now)
    .where('user.removed_at', 'is', null);
}

const noUser: Rejection = reject('resource.not.found', 'There is no such person');
const lastOne: Rejection = reject('request.conflict', 'Nobody else would be left to administer this');
const usedInvite: Rejection = reject('invalid.value', 'This link was used, or is too old: ask for a new one');

/** The person, locked together with the actor; refused where the actor has less than the person has or gets. */
async function findToChange(tx: Transaction, act: Act, userId: string, nextRole?: UserRole) {
  const { organizationId, by } = act;
  await lockPeople(tx, organizationId, [by.id, userId]);
  const user = await tx
    .selectFrom('user')
    .selectAll()
    .where('id', '=', userId)
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!user) return { rejection: noUser };
  const held = (role: UserRole): GrantTarget => ({ kind: 'person', id: userId, role });
  const more = checkGrant(await findActor(tx, act), held(user.role), held(nextRole ?? user.role));
  return more ? { rejection: more } : { value: user };
}

async function setAbilities(tx: Transaction, { now }: Act, userId: string, { skills, languages }: Given) {
  if (skills) await removalOperations.setSkills(tx, { now, userId, kind: 'skill', names: skills });
  if (languages) await removalOperations.setSkills(tx, { now, userId, kind: 'language', names: languages });
}

async function putInvite(tx: Transaction, user_id: string, { tokenHash, expiresAt }: Invite): Promise<void> {
  await tx.deleteFrom('invite').where('user_id', '=', user_id).execute();
  await tx.insertInto('invite').values({ token_hash: tokenHash, user_id, expires_at: expiresAt }).execute();
}
