import type { Chat } from '../../rules/chat-event.ts';
import { refuseAnswering, refuseEnding } from '../../rules/conversations.ts';
import { refusal } from '../../rules/refusal.ts';
import type { Timing } from '../../rules/timing.ts';
import { type AgentCaller, admitAgent } from '../agents.ts';
import { disconnect, dropAgent, endConversation } from '../conversation-changes.ts';
import { offerWaiting } from '../offers.ts';
import type { Conversation, Member } from '../schema.ts';
import type { Transaction } from '../storage.ts';
import {
  appendMessage,
  changeConversation,
  changeMember,
  gone,
  membersOf,
  type Outcome,
  perform,
  type Work,
} from '../work.ts';

type ParticipantArgs = {
  agent: AgentCaller;
  now: number;
  timing: Timing;
  /** The participant's id; its communication id is taken too. */
  participantId: string;
  state: 'connected' | 'disconnected';
};

export const agentOperations = {
  /** The agent's chats, alerting and connected. */
  async listChats(tx: Transaction, args: { now: number; userId: string }): Promise<Outcome<Chat[]>> {
    return perform(tx, args.now, async (work) => {
      const conversations = await tx
        .selectFrom('conversation')
        .innerJoin('member', 'member.conversation_id', 'conversation.id')
        .selectAll('conversation')
        .where('member.user_id', '=', args.userId)
        .where('member.state', '<>', gone)
        .orderBy('member.created_at')
        .execute();
      const chats: Chat[] = [];
      for (const conversation of conversations) {
        chats.push({ conversation, members: await membersOf(work, conversation.id) });
      }
      return { value: chats };
    });
  },

  async getChat(tx: Transaction, args: { now: number; agent: AgentCaller }): Promise<Outcome<Chat>> {
    return perform(tx, args.now, (work) => admitAgent(work, args.agent, 'read'));
  },

  async changeParticipant(tx: Transaction, args: ParticipantArgs): Promise<Outcome<null>> {
    return perform(tx, args.now, async (work) => {
      const admitted = await admitAgent(work, args.agent, 'write');
      if ('refusal' in admitted) return admitted;
      const { conversation, members } = admitted.value;
      const member = members.find((one) => one.participant_id === args.participantId || one.id === args.participantId);
      if (member?.user_id !== args.agent.userId) {
        return { refusal: refusal('not.authorized', 'This is not you in this conversation') };
      }
      if (args.state === 'disconnected') {
        if (member.state !== 'DISCONNECTED') {
          await dropAgent(work, conversation, member, { reason: 'client', timing: args.timing });
        }
        return { value: null };
      }
      const refused = refuseAnswering(member);
      if (refused) return { refusal: refused };
      if (member.state === 'ALERTING') await answer(work, { conversation, members, member, timing: args.timing });
      return { value: null };
    });
  },

  async endChat(tx: Transaction, args: { now: number; agent: AgentCaller; timing: Timing }): Promise<Outcome<null>> {
    return perform(tx, args.now, async (work) => {
      const admitted = await admitAgent(work, args.agent, 'write');
      if ('refusal' in admitted) return admitted;
      const { conversation, members } = admitted.value;
      if (conversation.ended_at !== null) return { value: null };
      const refused = refuseEnding(members, args.agent.userId);
      if (refused) return { refusal: refused };
      await endConversation(work, conversation, { reason: 'client', announces: 'agents' });
      await offerWaiting(work, args.timing, conversation.queue_id);
      return { value: null };
    });
  },
};

async function answer(
  work: Work,
  {
    conversation,
    members,
    member,
    timing,
  }: { conversation: Conversation; members: Member[]; member: Member; timing: Timing },
): Promise<void> {
  const agent = await changeMember(work, member, { state: 'CONNECTED', joined_at: work.now, alerting_until: null });
  await appendMessage(work, { sender: agent, body: '', bodyType: 'member-join' });
  for (const acd of members) {
    if (acd.role === 'ACD' && acd.state === 'CONNECTED') await disconnect(work, acd, 'transfer');
  }
  await changeConversation(work, conversation, { silence_at: work.now + timing.silenceMs });
}
