import { noInactivityDeadline } from '../../domain/inactivity.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { Timing } from '../../domain/timing.ts';
import { lockClients, lockPeople } from '../repositories/actors.ts';
import { eraseAddress } from '../repositories/audit.ts';
import { disconnect } from '../repositories/conversation-changes.ts';
import { assignWaiting, lockRouting } from '../repositories/offers.ts';
import { closeClientChannels, revokeAllAccess } from '../repositories/revoke-access.ts';
import { removeForbiddenTopics } from '../repositories/topic-access.ts';
import type { SkillKind } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import {
  appendMessage,
  changeConversation,
  disconnectedState,
  findConversation,
  findMembers,
  newId,
  type OperationResult,
  runOperation,
  type UnitOfWork,
} from '../unit-of-work.ts';

/** Removals, and the skills and codes that administrators set. Each operation rejects before it writes. */
export const removalOperations = {
  /** Replaces the skills of a user, in lower case. Waiting chats are assigned by them with the next run. */
  async setSkills(
    tx: Transaction,
    args: { now: number; userId: string; kind: SkillKind; names: readonly string[] },
  ): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async () => {
      const { userId, kind } = args;
      if (!(await findUser(tx, userId))) return { rejection: noUser };
      await lockRouting(tx, { userId });
      await tx.deleteFrom('user_skill').where('user_id', '=', userId).where('kind', '=', kind).execute();
      for (const name of new Set(args.names.map((one) => one.trim().toLowerCase()))) {
        if (name) await tx.insertInto('user_skill').values({ user_id: userId, kind, name }).execute();
      }
      return { value: null };
    });
  },

  async createWrapupCode(
    tx: Transaction,
    args: { now: number; organizationId: string; name: string },
  ): Promise<OperationResult<{ id: string }>> {
    return runOperation(tx, args.now, async () => {
      const same = await tx
        .selectFrom('wrapup_code')
        .select('id')
        .where('organization_id', '=', args.organizationId)
        .where('name', '=', args.name)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      if (same) return { rejection: reject('request.conflict', 'There is a wrap-up code of this name already') };
      const id = newId();
      const own = { id, organization_id: args.organizationId, name: args.name };
      await tx
        .insertInto('wrapup_code')
        .values({ ...own, created_at: args.now, removed_at: null })
        .execute();
      return { value: { id } };
    });
  },

  /** Wrap-ups with this code keep it. */
  async removeWrapupCode(tx: Transaction, args: { now: number; id: string }): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async () => {
      const removed = await tx
        .updateTable('wrapup_code')
        .set({ removed_at: args.now })
        .where('id', '=', args.id)
        .where('removed_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return removed ? { value: null } : { rejection: reject('not.found', 'There is no such wrap-up code') };
    });
  },

  /** Rejected while the queue has open chats, which would wait for ever. Its name becomes free. */
  async removeQueue(tx: Transaction, args: { now: number; queueId: string }): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async ({ events }) => {
      const queue = await tx
        .selectFrom('queue')
        .selectAll()
        .where('id', '=', args.queueId)
        .where('removed_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (!queue) return { rejection: reject('not.found', 'There is no such queue') };
      const open = await tx
        .selectFrom('conversation')
        .select('id')
        .where('queue_id', '=', queue.id)
        .where('ended_at', 'is', null)
        .limit(1)
        .executeTakeFirst();
      if (open) return { rejection: reject('request.conflict', 'There are chats in this queue that go on') };
      const members = await tx
        .deleteFrom('queue_member')
        .where('queue_id', '=', queue.id)
        .returning('user_id')
        .execute();
      events.push(...(await removeForbiddenTopics(tx, [...new Set(members.map(({ user_id }) => user_id))])));
      const name = `${queue.name} (removed ${queue.id})`;
      await tx.updateTable('queue').set({ name, removed_at: args.now }).where('id', '=', queue.id).execute();
      return { value: null };
    });
  },

  /** Revokes all access of a user at once; their chats go back to the queues. The address becomes free. */
  async removeUser(
    tx: Transaction,
    args: { now: number; timing: Timing; userId: string },
  ): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      const { userId, timing } = args;
      const user = await findUser(tx, userId);
      if (!user) return { rejection: noUser };
      await lockPeople(tx, user.organization_id, [userId]);
      // Another transaction may have removed the user before this one got the lock.
      if (!(await findUser(tx, userId))) return { rejection: noUser };
      work.events.push(...(await revokeAllAccess(tx, userId)));
      await returnChats(work, userId, timing);
      for (const table of ['queue_member', 'user_skill'] as const) {
        await tx.deleteFrom(table).where('user_id', '=', userId).execute();
      }
      await eraseAddress(tx, user.organization_id, user.email);
      await tx
        .updateTable('user')
        .set({ email: `${userId}@removed.invalid`, password_hash: null, on_queue: 0, removed_at: args.now })
        .where('id', '=', userId)
        .execute();
      return { value: null };
    });
  },

  /** Removes a client; its tokens become invalid. */
  async removeOAuthClient(tx: Transaction, args: { now: number; id: string }): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async ({ events }) => {
      await lockClients(tx, [args.id]);
      events.push(...(await closeClientChannels(tx, args.id)));
      const removed = await tx.deleteFrom('oauth_client').where('id', '=', args.id).returning('id').executeTakeFirst();
      return removed ? { value: null } : { rejection: reject('not.found', 'There is no such client') };
    });
  },
};

const noUser: Rejection = reject('not.found', 'There is no such person');

async function findUser(tx: Transaction, userId: string) {
  return tx
    .selectFrom('user')
    .select(['id', 'organization_id', 'email'])
    .where('id', '=', userId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

async function findActiveChats({ tx }: UnitOfWork, userId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('member')
    .select('conversation_id')
    .where('user_id', '=', userId)
    .where('state', '<>', disconnectedState)
    .orderBy('conversation_id')
    .execute();
  return rows.map(({ conversation_id }) => conversation_id);
}

async function returnChats(work: UnitOfWork, userId: string, timing: Timing): Promise<void> {
  // Chats are locked before the routing, as everywhere: the other way round two could wait for each other.
  for (const id of await findActiveChats(work, userId)) await findConversation(work.tx, id, 'write');
  // Nothing is offered to them from here on.
  await lockRouting(work.tx, { userId });
  await work.tx.updateTable('user').set({ on_queue: 0 }).where('id', '=', userId).execute();
  for (const conversation_id of await findActiveChats(work, userId)) {
    const conversation = await findConversation(work.tx, conversation_id, 'write');
    const members = await findMembers(work, conversation_id);
    const theirs = members.find((one) => one.user_id === userId && one.state !== 'DISCONNECTED');
    if (!conversation || !theirs) continue;
    if (theirs.state === 'CONNECTED') await appendMessage(work, { sender: theirs, body: '', bodyType: 'member-leave' });
    await disconnect(work, theirs, 'system');
    const others = members.some((one) => one !== theirs && one.role === 'AGENT' && one.state !== 'DISCONNECTED');
    if (others) continue;
    await changeConversation(work, conversation, { ...noInactivityDeadline, transfer_from: null, is_waiting: 1 });
    await assignWaiting(work, timing, conversation.queue_id);
  }
}
