import { noInactivityDeadline } from '../../domain/inactivity.ts';
import type { Conversation, Member } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { Timing } from '../../domain/timing.ts';
import { type AgentCaller, authorizeAgent } from '../repositories/callers.ts';
import { disconnect } from '../repositories/conversation-changes.ts';
import { assignWaiting, lockRouting, offerTo } from '../repositories/offers.ts';
import type { Transaction } from '../transaction.ts';
import {
  addMember,
  appendMessage,
  changeConversation,
  disconnectedState,
  findMembers,
  type OperationResult,
  type Result,
  runOperation,
  type UnitOfWork,
} from '../unit-of-work.ts';
import { appendNote } from './notes.ts';

/** By id, or by a name that is the only one of its kind. `any` is the platform's address: a person's or a queue's id. */
export type TransferTarget = { queueId: string } | { userId: string } | { userName: string } | { any: string };

type ReplaceArgs = {
  agent: AgentCaller;
  now: number;
  timing: Timing;
  /** The participant who transfers: the caller's own, or its communication id. */
  participantId: string;
  target: TransferTarget;
  /** Stays until another has taken over. */
  isAttended: boolean;
  /** A note for colleagues. */
  note?: string | undefined;
};

type Found = { queue: { id: string; name: string } } | { user: { id: string; capacity: number } };
type Transfer = { conversation: Conversation; member: Member; args: ReplaceArgs };

export const transferOperations = {
  /** Transfers a chat to a queue or a person; its messages stay. */
  async replaceParticipant(tx: Transaction, args: ReplaceArgs): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeAgent(work, args.agent, 'write');
      if ('rejection' in authorized) return authorized;
      const { conversation, members } = authorized.value;
      const member = members.find((one) => one.participant_id === args.participantId || one.id === args.participantId);
      if (member?.user_id !== args.agent.userId) return { rejection: notYou };
      if (member.state !== 'CONNECTED' || conversation.ended_at !== null) return { rejection: notConnected };
      const found = await findTarget(work, conversation, args.target);
      if ('rejection' in found) return found;
      const refused = 'user' in found.value ? await checkTransferTarget(work, members, found.value.user) : undefined;
      if (refused) return { rejection: refused };
      if (args.note) await appendNote(work, args.agent, args.note);
      await transfer(work, found.value, { conversation, member, args });
      return { value: null };
    });
  },
};

const notYou = reject('not.authorized', 'This is not you in this conversation');
const notConnected = reject('conversations.error.transfer.not.connected', 'Only who is connected can hand a chat over');
const noQueue = reject('conversations.error.queue.not.found', 'There is no such queue');
const noUser = reject('invalid.value', 'There is nobody of this id or name to hand the chat over to');

async function findTarget(
  work: UnitOfWork,
  { organization_id }: Conversation,
  target: TransferTarget,
): Promise<Result<Found>> {
  const queueId = 'queueId' in target ? target.queueId : 'any' in target ? target.any : undefined;
  const queue = queueId && (await findQueue(work, organization_id, queueId));
  if (queue) return { value: { queue } };
  if ('queueId' in target) return { rejection: noQueue };
  const [user, second] = await findUsers(work, organization_id, target);
  return user && !second ? { value: { user } } : { rejection: noUser };
}

async function findQueue({ tx }: UnitOfWork, organizationId: string, id: string) {
  return tx
    .selectFrom('queue')
    .select(['id', 'name'])
    .where('id', '=', id.toLowerCase())
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
}

async function findUsers(
  { tx }: UnitOfWork,
  organizationId: string,
  target: Exclude<TransferTarget, { queueId: string }>,
) {
  const all = tx
    .selectFrom('user')
    .select(['id', 'capacity'])
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .limit(2);
  if ('userName' in target) return all.where('name', '=', target.userName).execute();
  const id = 'userId' in target ? target.userId : target.any;
  return all.where('id', '=', id.toLowerCase()).execute();
}

/** A colleague can transfer to a user who is not on queue, but not above the capacity of the user. */
async function checkTransferTarget(
  { tx }: UnitOfWork,
  members: readonly Member[],
  { id, capacity }: { id: string; capacity: number },
): Promise<Rejection | undefined> {
  if (members.some(({ user_id, state }) => user_id === id && state !== 'DISCONNECTED')) {
    return reject('request.conflict', 'This person is in the chat already');
  }
  await lockRouting(tx, { userId: id });
  const user = tx.selectFrom('user').select('id').where('id', '=', id).where('removed_at', 'is', null);
  // Removed while this waited for the lock.
  if (!(await user.executeTakeFirst())) return noUser;
  const chats = await tx
    .selectFrom('member')
    .select('id')
    .where('user_id', '=', id)
    .where('state', '<>', disconnectedState)
    .execute();
  return chats.length >= capacity
    ? reject('request.conflict', 'This person has as many chats as they take')
    : undefined;
}

/**
 * Withdraws earlier offers and leaves the earlier queue: one agent at a time takes over, and a chat waits in one queue.
 */
async function withdrawOffers(work: UnitOfWork, { id }: Conversation): Promise<void> {
  for (const member of await findMembers(work, id)) {
    const isAsked = member.state === 'ALERTING' || (member.role === 'ACD' && member.state === 'CONNECTED');
    if (isAsked) await disconnect(work, member, 'transfer');
  }
}

async function transfer(work: UnitOfWork, to: Found, { conversation, member, args }: Transfer): Promise<void> {
  const { timing, isAttended } = args;
  await withdrawOffers(work, conversation);
  const next = await changeConversation(work, conversation, {
    ...(isAttended ? { transfer_from: member.id } : { ...noInactivityDeadline, transfer_from: null }),
    // A person is asked at once, and the queue only once they did not answer.
    ...('queue' in to ? { queue_id: to.queue.id, is_waiting: 1 as const } : { is_waiting: 0 as const }),
  });
  if (!isAttended) {
    await appendMessage(work, { sender: member, body: '', bodyType: 'member-leave' });
    await disconnect(work, member, 'transfer');
  }
  if ('user' in to) return offerTo(work, next, to.user.id, timing);
  await addMember(work, {
    conversation_id: conversation.id,
    role: 'ACD',
    state: 'CONNECTED',
    display_name: to.queue.name,
    joined_at: work.now,
  });
  await assignWaiting(work, timing, to.queue.id);
  // The agent who left is free for chats that wait in the earlier queue.
  if (to.queue.id !== conversation.queue_id) await assignWaiting(work, timing, conversation.queue_id);
}
