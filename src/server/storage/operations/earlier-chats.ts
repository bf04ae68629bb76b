import type { MessageQuery } from '../../../protocol/schema/page.ts';
import type { Chat } from '../../domain/chat-event.ts';
import type { Conversation, Message } from '../../domain/records.ts';
import { reject } from '../../domain/rejection.ts';
import { type AgentCaller, admitAgent, checkOffered } from '../repositories/agents.ts';
import type { Reach } from '../repositories/reach.ts';
import type { Transaction } from '../transaction.ts';
import { type Decided, membersOf, type Outcome, perform, type Work } from '../unit-of-work.ts';
import { pageOf } from './messages.ts';

/** Beside a chat one looks back a little; whoever searches goes to the history. */
const most = 20;

type Asked = { agent: AgentCaller; now: number };

/**
 * What the visitor of a chat said before, for whoever takes part in it now or at its end, whichever queue that was. Only a subject the
 * site's own server has signed tells who a visitor is: a name or an address anybody can type.
 */
export const earlierChatOperations = {
  /** The last one first. */
  async listEarlierChats(tx: Transaction, args: Asked): Promise<Outcome<Chat[]>> {
    return perform(tx, args.now, async (work) => {
      const admitted = await admitToPast(work, args.agent);
      if ('rejection' in admitted) return admitted;
      const found = admitted.value.reach ? undefined : earlierThan(tx, admitted.value.conversation);
      const rows = (await found?.orderBy('ended_at', 'desc').orderBy('id', 'desc').limit(most).execute()) ?? [];
      const chats: Chat[] = [];
      for (const conversation of rows) chats.push({ conversation, members: await membersOf(work, conversation.id) });
      return { value: chats };
    });
  },

  async listEarlierMessages(
    tx: Transaction,
    args: Asked & { earlierId: string; query: MessageQuery },
  ): Promise<Outcome<{ messages: Message[]; hasMore: boolean }>> {
    return perform(tx, args.now, async (work) => {
      const admitted = await admitToPast(work, args.agent);
      if ('rejection' in admitted) return admitted;
      const earlier = admitted.value.reach ? undefined : earlierThan(tx, admitted.value.conversation);
      const conversation = await earlier?.where('id', '=', args.earlierId).executeTakeFirst();
      return conversation ? pageOf(work, { conversation, own: new Set() }, args.query) : { rejection: notTheirs };
    });
  },
};

const notTheirs = reject('conversation.error.conversation.not.found', 'There is no such earlier chat of this visitor');

/** Whoever was only offered the chat could else read the past of everybody who rings. */
async function admitToPast(
  work: Work,
  agent: AgentCaller,
): Promise<Decided<{ conversation: Conversation; reach: Reach }>> {
  const admitted = await admitAgent(work, agent, 'read');
  if ('rejection' in admitted) return admitted;
  const refused = checkOffered(admitted.value.members, agent.userId);
  return refused ? { rejection: refused } : admitted;
}

function earlierThan(tx: Transaction, { organization_id, subject, created_at }: Conversation) {
  if (subject === null) return undefined;
  return tx
    .selectFrom('conversation')
    .selectAll()
    .where('organization_id', '=', organization_id)
    .where('subject', '=', subject)
    .where('ended_at', 'is not', null)
    .where('attached_at', 'is not', null)
    .where('created_at', '<', created_at);
}
