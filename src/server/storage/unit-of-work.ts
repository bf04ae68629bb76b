import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ChatEvent } from '../domain/chat-event.ts';
import type { BodyType, Conversation, Member, Message } from '../domain/records.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { NewMember } from './schema/schema.ts';
import type { Transaction } from './transaction.ts';

/** One transaction's hands: the store, the time it happens at, and what will be told once it is committed. */
export type UnitOfWork = {
  tx: Transaction;
  now: number;
  events: ChatEvent[];
  /** Agents, by conversation, whose part in it changed. */
  changedChats: Map<string, Set<string>>;
};

/** What an operation on chats answers: refused with nothing written, or done with what is to be told. */
export type OperationResult<Value> =
  | { rejection: Rejection; value?: never; events: [] }
  | { rejection?: never; value: Value; events: ChatEvent[] };

export type Result<Value> = { rejection: Rejection } | { value: Value };

/** Runs one operation's body. A body refuses before it writes, never after. */
export async function runOperation<Value>(
  tx: Transaction,
  now: number,
  body: (work: UnitOfWork) => Promise<Result<Value>>,
): Promise<OperationResult<Value>> {
  const work: UnitOfWork = { tx, now, events: [], changedChats: new Map() };
  const decided = await body(work);
  if ('rejection' in decided) return { rejection: decided.rejection, events: [] };
  await emitAgentUpdates(work);
  return { value: decided.value, events: work.events };
}

/**
 * Waits for statements that were sent in this order, none of which needs another's answer. For all of them, also when
 * one fails: whoever undoes a transaction must not be overtaken by what is still on its way.
 */
export async function settleAll<Statements extends readonly Promise<unknown>[]>(...statements: Statements) {
  await Promise.allSettled(statements);
  return Promise.all(statements);
}

export const newId = randomUUID;

/** Written into the statement, not bound: a planner takes a partial index only for a condition it can read. */
export const disconnectedState = sql.lit('DISCONNECTED' as const);

/**
 * To write, its row is locked until the transaction's end: whatever changes a conversation or its members takes this
 * lock first, so that each sees what the one before it did, and their commits have one order.
 */
export async function findConversation(
  tx: Transaction,
  id: string,
  intent: 'read' | 'write',
): Promise<Conversation | undefined> {
  const select = tx.selectFrom('conversation').selectAll().where('id', '=', id);
  return (intent === 'write' ? select.forNoKeyUpdate() : select).executeTakeFirst();
}

/** Numbers and stamps a message under the conversation's row lock, so that nobody sees n+1 before n. */
export async function appendMessage(
  { tx, now, events }: UnitOfWork,
  message: { sender: Member; body: string; bodyType: BodyType; key?: string | undefined },
): Promise<Message> {
  const place = await tx
    .updateTable('conversation')
    .set((eb) => ({
      last_seq: eb('last_seq', '+', 1),
      last_message_at: sql<number>`CASE WHEN last_message_at >= ${now} THEN last_message_at + 1 ELSE ${now} END`,
    }))
    .where('id', '=', message.sender.conversation_id)
    .returning(['last_seq', 'last_message_at'])
    .executeTakeFirstOrThrow();
  const row: Message = {
    conversation_id: message.sender.conversation_id,
    seq: place.last_seq,
    id: newId(),
    sender_id: message.sender.id,
    body: message.body,
    body_type: message.bodyType,
    sent_at: place.last_message_at,
    idempotency_key: message.key ?? null,
  };
  await tx.insertInto('message').values(row).execute();
  events.push(createMessageEvent(row, message.sender));
  return row;
}

export function createMessageEvent(message: Message, sender: Pick<Member, 'user_id'>): ChatEvent {
  return { type: 'message', conversationId: message.conversation_id, message, senderUserId: sender.user_id };
}

/** The conversation is locked by now, so that of two newcomers the second sees the first. */
export async function addMember(
  work: UnitOfWork,
  member: Pick<NewMember, 'conversation_id' | 'role' | 'state'> & Partial<NewMember>,
): Promise<Member> {
  const place = sql<number>`(SELECT count(*) FROM member WHERE conversation_id = ${member.conversation_id})`;
  const row = await work.tx
    .insertInto('member')
    .values({ ...emptyMember, id: newId(), participant_id: newId(), created_at: work.now, place, ...member })
    .returningAll()
    .executeTakeFirstOrThrow();
  emitMemberChanged(work, row);
  return row;
}

/** Changes a member and tells its state, if `patch` has one. */
export async function changeMember(work: UnitOfWork, member: Member, patch: Partial<Member>): Promise<Member> {
  await work.tx.updateTable('member').set(patch).where('id', '=', member.id).execute();
  const changed = { ...member, ...patch };
  if (patch.state) emitMemberChanged(work, changed);
  return changed;
}

export async function changeConversation(
  { tx }: UnitOfWork,
  conversation: Conversation,
  patch: Partial<Conversation>,
): Promise<Conversation> {
  await tx.updateTable('conversation').set(patch).where('id', '=', conversation.id).execute();
  return { ...conversation, ...patch };
}

/** In the order they came. */
export async function findMembers({ tx }: UnitOfWork, conversationId: string): Promise<Member[]> {
  return tx.selectFrom('member').selectAll().where('conversation_id', '=', conversationId).orderBy('place').execute();
}

const emptyMember = {
  user_id: null,
  display_name: null,
  first_name: null,
  last_name: null,
  email: null,
  phone_number: null,
  avatar_image_url: null,
  joined_at: null,
  left_at: null,
  disconnect_type: null,
  alerting_until: null,
  line_until: null,
  away_until: null,
  wrapup: null,
} satisfies Partial<NewMember>;

/** Lets the agents of a chat see what changed in it, where nobody's state did; `userId` also when they have left it. */
export function markChatChanged(
  { changedChats: changed }: UnitOfWork,
  conversationId: string,
  userId?: string | null,
): void {
  const users = changed.get(conversationId) ?? new Set();
  if (userId) users.add(userId);
  changed.set(conversationId, users);
}

function emitMemberChanged(work: UnitOfWork, member: Member): void {
  work.events.push({
    type: 'member',
    conversationId: member.conversation_id,
    memberId: member.id,
    state: member.state,
    at: work.now,
  });
  markChatChanged(work, member.conversation_id, member.user_id);
}

/** Every agent still in a chat whose members changed, and every agent who just dropped out, gets to see it anew. */
async function emitAgentUpdates(work: UnitOfWork): Promise<void> {
  for (const [conversationId, users] of work.changedChats) {
    const conversation = await work.tx
      .selectFrom('conversation')
      .selectAll()
      .where('id', '=', conversationId)
      .executeTakeFirst();
    if (!conversation) continue;
    const members = await findMembers(work, conversationId);
    for (const { user_id, state } of members) {
      if (user_id && state !== 'DISCONNECTED') users.add(user_id);
    }
    const chat = { conversation, members };
    for (const userId of users) work.events.push({ type: 'chat', userId, chat, at: work.now });
    const queueId = conversation.queue_id;
    const watching = await work.tx
      .selectFrom('queue_member')
      .select('user_id')
      .where('queue_id', '=', queueId)
      .execute();
    const memberIds = watching.map(({ user_id }) => user_id);
    work.events.push({ type: 'queue-chat', queueId, memberIds, chat, at: work.now });
  }
}
