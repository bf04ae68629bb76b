import type { Chat } from '../../domain/chat-event.ts';
import { checkMayAnswer, checkMayEnd } from '../../domain/conversations.ts';
import { startInactivityDeadline } from '../../domain/inactivity.ts';
import type { Conversation, Member } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { Timing } from '../../domain/timing.ts';
import { type AgentCaller, authorizeAgent } from '../repositories/callers.ts';
import { disconnect, endConversation, removeAgent } from '../repositories/conversation-changes.ts';
import { assignWaiting } from '../repositories/offers.ts';
import type { Transaction } from '../transaction.ts';
import {
  appendMessage,
  changeConversation,
  changeMember,
  disconnectedState,
  findMembers,
  markChatChanged,
  type OperationResult,
  runOperation,
  type UnitOfWork,
} from '../unit-of-work.ts';

type ParticipantArgs = {
  agent: AgentCaller;
  now: number;
  timing: Timing;
  /** The participant's id; its communication id is taken too. */
  participantId: string;
  /** Has to be this participant's, where it is named. */
  communicationId?: string | undefined;
  state?: 'connected' | 'disconnected' | undefined;
  held?: boolean | undefined;
};

export const agentOperations = {
  /** The agent's chats, alerting and connected; with those to wrap up, the newest of these first. */
  async listChats(
    tx: Transaction,
    args: { now: number; userId: string; withPending?: boolean },
  ): Promise<OperationResult<Chat[]>> {
    return runOperation(tx, args.now, async (work) => {
      const running = await selectChatsOfAgent(tx, args.userId)
        .where('member.state', '<>', disconnectedState)
        .orderBy('member.created_at')
        .execute();
      const over = args.withPending ? await listToWrapUp(tx, args) : [];
      const chats: Chat[] = [];
      for (const conversation of [...running, ...over]) {
        chats.push({ conversation, members: await findMembers(work, conversation.id) });
      }
      return { value: chats };
    });
  },

  async getChat(tx: Transaction, args: { now: number; agent: AgentCaller }): Promise<OperationResult<Chat>> {
    return runOperation(tx, args.now, (work) => authorizeAgent(work, args.agent, 'read'));
  },

  async changeParticipant(tx: Transaction, args: ParticipantArgs): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeAgent(work, args.agent, 'write');
      if ('rejection' in authorized) return authorized;
      const { conversation, members } = authorized.value;
      const member = members.find((one) => one.participant_id === args.participantId || one.id === args.participantId);
      const isNamed = args.communicationId === undefined || args.communicationId === member?.id;
      if (member?.user_id !== args.agent.userId || !isNamed) {
        return { rejection: reject('not.authorized', 'This is not you in this conversation') };
      }
      const refused = checkMayChange(members, member, args);
      if (refused) return { rejection: refused };
      await changeMemberState(work, { conversation, members, member }, args);
      return { value: null };
    });
  },

  async endChat(
    tx: Transaction,
    args: { now: number; agent: AgentCaller; timing: Timing },
  ): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeAgent(work, args.agent, 'write');
      if ('rejection' in authorized) return authorized;
      const { conversation, members } = authorized.value;
      if (conversation.ended_at !== null) return { value: null };
      const refused = checkMayEnd(members, args.agent.userId);
      if (refused) return { rejection: refused };
      await endConversation(work, conversation, { reason: 'client', announces: 'agents' });
      await assignWaiting(work, args.timing, conversation.queue_id);
      return { value: null };
    });
  },
};

const selectChatsOfAgent = (tx: Transaction, userId: string) =>
  tx
    .selectFrom('conversation')
    .innerJoin('member', 'member.conversation_id', 'conversation.id')
    .selectAll('conversation')
    .where('member.user_id', '=', userId);

/** Limits of the list, for programs that never wrap up. */
const pendingMs = 24 * 60 * 60 * 1000;
const pendingLimit = 50;

/** Chats that the agent accepted and left and has not joined again. */
async function listToWrapUp(tx: Transaction, { now, userId }: { now: number; userId: string }) {
  return selectChatsOfAgent(tx, userId)
    .where('member.joined_at', 'is not', null)
    .where('member.left_at', '>', now - pendingMs)
    .where('member.wrapup', 'is', null)
    .where('member.wrapup_skipped', '=', 0)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('member as later')
            .select('later.id')
            .whereRef('later.conversation_id', '=', 'member.conversation_id')
            .whereRef('later.user_id', '=', 'member.user_id')
            .whereRef('later.place', '>', 'member.place'),
        ),
      ),
    )
    .orderBy('member.left_at', 'desc')
    .limit(pendingLimit)
    .execute();
}

function checkMayChange(
  members: readonly Member[],
  member: Member,
  { state, held }: ParticipantArgs,
): Rejection | undefined {
  if (state === 'disconnected') return undefined;
  const refused = checkMayAnswer(members, member);
  if (refused || held === undefined) return refused;
  return member.state === 'CONNECTED' || state === 'connected'
    ? undefined
    : reject('conversation.error.forbidden.not.active.participant', 'Only who is connected can hold a chat');
}

type Participation = { conversation: Conversation; members: Member[]; member: Member };

async function changeMemberState(
  work: UnitOfWork,
  place: Participation,
  { state, held, timing }: ParticipantArgs,
): Promise<void> {
  const { conversation, member } = place;
  if (state === 'disconnected') {
    if (member.state !== 'DISCONNECTED') await removeAgent(work, conversation, member, { reason: 'client', timing });
    return;
  }
  if (state === 'connected' && member.state === 'ALERTING') await acceptOffer(work, place, timing);
  if (held === undefined) return;
  await changeMember(work, member, { held: held ? 1 : 0 });
  markChatChanged(work, conversation.id);
}

async function acceptOffer(
  work: UnitOfWork,
  { conversation, members, member }: Participation,
  timing: Timing,
): Promise<void> {
  const agent = await changeMember(work, member, { state: 'CONNECTED', joined_at: work.now, alerting_until: null });
  await appendMessage(work, { sender: agent, body: '', bodyType: 'member-join' });
  for (const other of members) {
    if (other.state !== 'CONNECTED') continue;
    // The agent who transferred the chat has stayed until now.
    if (other.id === conversation.transfer_from) {
      await appendMessage(work, { sender: other, body: '', bodyType: 'member-leave' });
    } else if (other.role !== 'ACD') continue;
    await disconnect(work, other, 'transfer');
  }
  await changeConversation(work, conversation, { ...startInactivityDeadline(work.now, timing), transfer_from: null });
}
