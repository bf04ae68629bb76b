import { type Refusal, refusal } from '../../rules/refusal.ts';
import type { Timing } from '../../rules/timing.ts';
import { refuseStale } from '../../rules/versions.ts';
import { type Act, audit } from '../audit.ts';
import { isLastAdministrator } from '../last-administrator.ts';
import type { UserRole } from '../schema.ts';
import type { Transaction } from '../storage.ts';
import { type Decided, newId, type Outcome, perform } from '../work.ts';
import { peopleOperations } from './people.ts';

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

/** People, as an administrator keeps them: they come in by a link that is good once, and choose their own password. */
export const administeredPeopleOperations = {
  async inviteUser(
    tx: Transaction,
    args: { act: Act; given: Given; invite: Invite },
  ): Promise<Decided<{ id: string }>> {
    const { act, given, invite } = args;
    const email = given.email.toLowerCase();
    if (await tx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()) {
      return { refusal: refusal('request.conflict', 'Somebody has this address already') };
    }
    const { name, role = 'agent', capacity = 4 } = given;
    const own = { id: newId(), organization_id: act.organizationId, created_at: act.now };
    await tx
      .insertInto('user')
      .values({ ...own, name, email, role, capacity, password_hash: null })
      .execute();
    await setAbilities(tx, act, own.id, given);
    await putInvite(tx, own.id, invite);
    await audit(tx, act, 'invited', { kind: 'person', id: own.id, name });
    return { value: { id: own.id } };
  },

  /** A new link for who lost the first, or their password. Links of before are good for nothing. */
  async inviteAgain(
    tx: Transaction,
    { act, userId, invite }: { act: Act; userId: string; invite: Invite },
  ): Promise<Decided<null>> {
    const user = await find(tx, act, userId);
    if (!user) return { refusal: noUser };
    await putInvite(tx, userId, invite);
    await audit(tx, act, 'invited', { kind: 'person', id: userId, name: user.name });
    return { value: null };
  },

  /** Once. Whoever was signed in with an old password is out. */
  async acceptInvite(
    tx: Transaction,
    args: { now: number; tokenHash: string; passwordHash: string },
  ): Promise<Outcome<null>> {
    return perform(tx, args.now, async ({ events }) => {
      const { now, tokenHash, passwordHash } = args;
      const invites = tx.selectFrom('invite').select('user_id').where('token_hash', '=', tokenHash);
      const used = await invites.where('expires_at', '>', now).forUpdate().executeTakeFirst();
      if (!used) return { refusal: usedInvite };
      await tx.deleteFrom('invite').where('token_hash', '=', tokenHash).execute();
      await tx.updateTable('user').set({ password_hash: passwordHash }).where('id', '=', used.user_id).execute();
      events.push(...(await endSessions(tx, used.user_id)));
      return { value: null };
    });
  },

  async changeUser(
    tx: Transaction,
    { act, userId, given }: { act: Act; userId: string; given: Given },
  ): Promise<Decided<null>> {
    const before = await find(tx, act, userId);
    if (!before) return { refusal: noUser };
    const stale = refuseStale(before.version, given.version);
    if (stale) return { refusal: stale };
    const { name, role = before.role, capacity = before.capacity } = given;
    if (role !== 'administrator' && (await isLastAdministrator(tx, act, before))) return { refusal: lastOne };
    const email = given.email.toLowerCase();
    const same = await tx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
    if (same && same.id !== userId)
      return { refusal: refusal('request.conflict', 'Somebody has this address already') };
    const set = { name, email, role, capacity, version: before.version + 1 };
    await tx.updateTable('user').set(set).where('id', '=', userId).execute();
    await setAbilities(tx, act, userId, given);
    await audit(tx, act, 'changed', { kind: 'person', id: userId, name });
    return { value: null };
  },

  async removeOwnUser(
    tx: Transaction,
    { act, userId, timing }: { act: Act; userId: string; timing: Timing },
  ): Promise<Outcome<null>> {
    const before = await find(tx, act, userId);
    if (!before) return { refusal: noUser, events: [] };
    if (await isLastAdministrator(tx, act, before)) return { refusal: lastOne, events: [] };
    await tx.deleteFrom('invite').where('user_id', '=', userId).execute();
    await audit(tx, act, 'removed', { kind: 'person', id: userId, name: before.name });
    return peopleOperations.removeUser(tx, { now: act.now, timing, userId });
  },

  /** Ends every sign-in of a person, and closes their open sockets. Their programs go on. */
  async signOutEverywhere(tx: Transaction, args: { now: number; userId: string; act?: Act }): Promise<Outcome<null>> {
    return perform(tx, args.now, async ({ events }) => {
      const { act, userId } = args;
      const user = act && (await find(tx, act, userId));
      if (act && !user) return { refusal: noUser };
      events.push(...(await endSessions(tx, userId)));
      if (act && user) await audit(tx, act, 'signed out', { kind: 'person', id: userId, name: user.name });
      return { value: null };
    });
  },
};

const noUser: Refusal = refusal('resource.not.found', 'There is no such person');
const lastOne: Refusal = refusal('request.conflict', 'Nobody else would be left to administer this');
const usedInvite: Refusal = refusal('invalid.value', 'This link was used, or is too old: ask for a new one');

function find(tx: Transaction, { organizationId }: Act, userId: string) {
  return tx
    .selectFrom('user')
    .selectAll()
    .where('id', '=', userId)
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

async function setAbilities(tx: Transaction, { now }: Act, userId: string, { skills, languages }: Given) {
  if (skills) await peopleOperations.setSkills(tx, { now, userId, kind: 'skill', names: skills });
  if (languages) await peopleOperations.setSkills(tx, { now, userId, kind: 'language', names: languages });
}

async function putInvite(tx: Transaction, user_id: string, { tokenHash, expiresAt }: Invite): Promise<void> {
  await tx.deleteFrom('invite').where('user_id', '=', user_id).execute();
  await tx.insertInto('invite').values({ token_hash: tokenHash, user_id, expires_at: expiresAt }).execute();
}

/** Of a person, with what closes their open sockets. */
export async function endSessions(tx: Transaction, userId: string) {
  await tx.deleteFrom('console_session').where('user_id', '=', userId).execute();
  const closed = await tx
    .deleteFrom('notification_channel')
    .where('user_id', '=', userId)
    .where('session_id_hash', 'is not', null)
    .returning('id')
    .execute();
  return closed.map(({ id: channelId }) => {
    return { type: 'channel-closed', channelId, reason: 'user_tokens_revoked' } as const;
  });
}
