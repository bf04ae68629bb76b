import type { MessageQuery } from '../../../protocol/schema/page.ts';
import { checkMaySend } from '../../domain/conversations.ts';
import { startInactivityDeadline } from '../../domain/inactivity.ts';
import type { BodyType, Conversation, Member, Message } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { Timing } from '../../domain/timing.ts';
import { authorizeAgent, authorizeGuest, type Caller } from '../repositories/callers.ts';
import type { ReadLimit } from '../repositories/read-limit.ts';
import type { Transaction } from '../transaction.ts';
import {
  appendMessage,
  changeConversation,
  newId,
  type OperationResult,
  type Result,
  runOperation,
  type UnitOfWork,
} from '../unit-of-work.ts';

type Text = { body: string; bodyType: BodyType; key: string | undefined };
type Listed = { messages: Message[]; hasMore: boolean };
export type SendArgs = Caller & { now: number; timing: Timing; text: Text; communicationId?: string };
export type TypingSent = { id: string; conversationId: string; senderId: string; at: number };

export const messageOperations = {
  async sendMessage(tx: Transaction, args: SendArgs): Promise<OperationResult<Message>> {
    return runOperation(tx, args.now, async (work) => {
      const speaker = await findSender(work, args);
      if ('rejection' in speaker) return speaker;
      const { conversation, member } = speaker.value;
      const earlier = await findByKey(work, member, args.text.key);
      if (earlier) return checkSameMessage(earlier, args.text);
      const refused = checkMaySend(conversation, member);
      if (refused) return { rejection: refused };
      const message = await appendMessage(work, { sender: member, ...args.text });
      if (member.role === 'CUSTOMER' && conversation.silence_at !== null) {
        await changeConversation(work, conversation, startInactivityDeadline(work.now, args.timing));
      }
      return { value: message };
    });
  },

  /** Emits typing without storing it; the store only decides whether the member may write. */
  async sendTyping(
    tx: Transaction,
    args: Caller & { now: number; communicationId?: string },
  ): Promise<OperationResult<TypingSent>> {
    return runOperation(tx, args.now, async (work) => {
      const speaker = await findSender(work, args);
      if ('rejection' in speaker) return speaker;
      const { conversation, member } = speaker.value;
      const refused = checkMaySend(conversation, member);
      if (refused) return { rejection: refused };
      const typed: TypingSent = { id: newId(), conversationId: conversation.id, senderId: member.id, at: work.now };
      work.events.push({ type: 'typing', ...typed });
      return { value: typed };
    });
  },

  async listMessages(
    tx: Transaction,
    args: Caller & { now: number; query: MessageQuery },
  ): Promise<OperationResult<Listed>> {
    return runOperation(tx, args.now, async (work) => {
      const reader = await findReader(work, args);
      if ('rejection' in reader) return reader;
      return readPage(work, reader.value, args.query);
    });
  },

  async getMessage(
    tx: Transaction,
    args: Caller & { now: number; messageId: string },
  ): Promise<OperationResult<Message>> {
    return runOperation(tx, args.now, async (work) => {
      const reader = await findReader(work, args);
      if ('rejection' in reader) return reader;
      const message = await findMessage(work, reader.value, args.messageId);
      return message ? { value: withoutForeignKey(message, reader.value.own) } : { rejection: noSuchMessage };
    });
  },
};

const noSuchMessage: Rejection = reject('chat.error.not.found', 'There is no such message in this conversation');

async function findSender(
  work: UnitOfWork,
  args: Caller & { communicationId?: string },
): Promise<Result<{ conversation: Conversation; member: Member }>> {
  if ('guest' in args) {
    const authorized = await authorizeGuest(work, args.guest, 'write');
    if ('rejection' in authorized) return authorized;
    return { value: { conversation: authorized.value.conversation, member: authorized.value.guest } };
  }
  const authorized = await authorizeAgent(work, args.agent, 'write');
  if ('rejection' in authorized) return authorized;
  const { conversation, members } = authorized.value;
  const member = members.find(({ id, user_id }) => id === args.communicationId && user_id === args.agent.userId);
  if (!member) return { rejection: reject('not.authorized', 'This is not your communication') };
  return { value: { conversation, member } };
}

type Reader = { conversation: Conversation; own: ReadonlySet<string>; readLimit?: ReadLimit };

async function findReader(work: UnitOfWork, caller: Caller): Promise<Result<Reader>> {
  if ('guest' in caller) {
    const authorized = await authorizeGuest(work, caller.guest, 'read');
    if ('rejection' in authorized) return authorized;
    return { value: { conversation: authorized.value.conversation, own: new Set([caller.guest.memberId]) } };
  }
  const authorized = await authorizeAgent(work, caller.agent, 'read');
  if ('rejection' in authorized) return authorized;
  const { conversation, members, readLimit } = authorized.value;
  const own = members.filter(({ user_id }) => user_id === caller.agent.userId).map(({ id }) => id);
  return { value: { conversation, own: new Set(own), readLimit } };
}

/** A key is visible to its sender only. */
function withoutForeignKey(message: Message, own: ReadonlySet<string>): Message {
  return own.has(message.sender_id) ? message : { ...message, idempotency_key: null };
}

async function findByKey({ tx }: UnitOfWork, sender: Member, key: string | undefined): Promise<Message | undefined> {
  if (key === undefined) return undefined;
  return tx
    .selectFrom('message')
    .selectAll()
    .where('conversation_id', '=', sender.conversation_id)
    .where('sender_id', '=', sender.id)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

function checkSameMessage(earlier: Message, { body, bodyType }: Text): Result<Message> {
  return earlier.body === body && earlier.body_type === bodyType
    ? { value: earlier }
    : { rejection: reject('request.conflict', 'This Idempotency-Key was used for another message') };
}

async function findMessage({ tx }: UnitOfWork, reader: Reader, id: string): Promise<Message | undefined> {
  return selectReadable(tx, reader).where('id', '=', id.toLowerCase()).executeTakeFirst();
}

function selectReadable(tx: Transaction, { conversation, readLimit }: Reader) {
  const all = tx.selectFrom('message').selectAll().where('conversation_id', '=', conversation.id);
  return readLimit ? all.where('seq', '<=', readLimit.seq) : all;
}

export async function readPage(work: UnitOfWork, reader: Reader, query: MessageQuery): Promise<Result<Listed>> {
  const after = query.after && (await findMessage(work, reader, query.after));
  const before = query.before && (await findMessage(work, reader, query.before));
  if ((query.after && !after) || (query.before && !before)) return { rejection: noSuchMessage };
  let select = selectReadable(work.tx, reader);
  if (after) select = select.where('seq', '>', after.seq);
  if (before) select = select.where('seq', '<', before.seq);
  // One more than requested shows whether there is a further page.
  const messages = await select
    .orderBy('seq', query.sortOrder === 'ascending' ? 'asc' : 'desc')
    .limit(query.maxResults + 1)
    .execute();
  const page = messages.slice(0, query.maxResults).map((message) => withoutForeignKey(message, reader.own));
  return { value: { messages: page, hasMore: messages.length > query.maxResults } };
}
