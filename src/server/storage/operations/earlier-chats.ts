import type { MessageQuery } from '../../../protocol/schema/page.ts';
import type { Chat } from '../../domain/chat-event.ts';
import type { Conversation, Message } from '../../domain/records.ts';
import { reject } from '../../domain/rejection.ts';
import { type AgentCaller, authorizeAgent, checkAccepted } from '../repositories/callers.ts';
import type { ReadLimit } from '../repositories/read-limit.ts';
import type { Transaction } from '../transaction.ts';
import { findMembers, type OperationResult, type Result, runOperation, type UnitOfWork } from '../unit-of-work.ts';
import { readPage } from './messages.ts';

/** The most earlier chats shown beside a chat; the history has them all. */
const maxChats = 20;

type EarlierChatArgs = { agent: AgentCaller; now: number };

/**
 * Earlier chats of the visitor of a chat, in any queue, for agents who are in it or were in it at its end. Only a
 * signed subject identifies a visitor, because any visitor can type a name or an address.
 */
export const earlierChatOperations = {
  /** The last one first. */
  async listEarlierChats(tx: Transaction, args: EarlierChatArgs): Promise<OperationResult<Chat[]>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeEarlierChats(work, args.agent);
      if ('rejection' in authorized) return authorized;
      const found = authorized.value.readLimit ? undefined : selectEarlierChats(tx, authorized.value.conversation);
      const rows = (await found?.orderBy('ended_at', 'desc').orderBy('id', 'desc').limit(maxChats).execute()) ?? [];
      const chats: Chat[] = [];
      for (const conversation of rows) chats.push({ conversation, members: await findMembers(work, conversation.id) });
      return { value: chats };
    });
  },

  async listEarlierMessages(
    tx: Transaction,
    args: EarlierChatArgs & { earlierId: string; query: MessageQuery },
  ): Promise<OperationResult<{ messages: Message[]; hasMore: boolean }>> {
    return runOperation(tx, args.now, async (work) => {
      const authorized = await authorizeEarlierChats(work, args.agent);
      if ('rejection' in authorized) return authorized;
      const earlier = authorized.value.readLimit ? undefined : selectEarlierChats(tx, authorized.value.conversation);
      const conversation = await earlier?.where('id', '=', args.earlierId).executeTakeFirst();
      return conversation ? readPage(work, { conversation, own: new Set() }, args.query) : { rejection: notTheirs };
    });
  },
};

const notTheirs = reject('conversation.error.conversation.not.found', 'There is no such earlier chat of this visitor');

/** Without the check, an offer alone would show the past of every visitor who waits. */
async function authorizeEarlierChats(
  work: UnitOfWork,
  agent: AgentCaller,
): Promise<Result<{ conversation: Conversation; readLimit: ReadLimit }>> {
  const authorized = await authorizeAgent(work, agent, 'read');
  if ('rejection' in authorized) return authorized;
  const refused = checkAccepted(authorized.value.members, agent.userId);
  return refused ? { rejection: refused } : authorized;
}

function selectEarlierChats(tx: Transaction, { organization_id, subject, created_at }: Conversation) {
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
