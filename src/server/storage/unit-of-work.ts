import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ChatEvent } from '../domain/chat-event.ts';
import type { BodyType, Conversation, Member, Message } from '../domain/records.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { NewMember } from './schema/schema.ts';
import type { Transaction } from './transaction.ts';

/** One transaction: its database handle, its time, and the events to publish after the commit. */
export type UnitOfWork = {
  tx: Transaction;
  now: number;
  events: ChatEvent[];
  /** By conversation, the agents who must receive it even if they have left. */
  changedChats: Map<string, Set<string>>;
};

/** The result of an operation on chats: a rejection with nothing written, or a value with the events to publish. */
export type OperationResult<Value> =
  | { rejection: Rejection; value?: never; events: [] }
  | { rejection?: never; value: Value; events: ChatEvent[] };

export type Result<Value> = { rejection: Rejection } | { value: Value };

/** Runs one operation's body and adds the chat updates to its events. A body rejects before it writes, never after. */
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
 * Waits for all of these statements, also when one fails: a rollback must not overtake a statement that is still on its
 * way. The statements are sent in this order and none needs the answer of another.
 */
export async function settleAll<Statements extends readonly Promise<unknown>[]>(...statements: Statements) {
  await Promise.allSettled(statements);
  return Promise.all(statements);
}

export const newId = randomUUID;

/** Written into the statement, not bound: a planner takes a partial index only for a condition it can read. */
export const disconnectedState = sql.lit('DISCONNECTED' as const);

/**
 * With the intent to write, the row is locked until the end of the transaction. Every change of a conversation or its
 * members takes this lock first, so changes see each other and commit in one order.
 */
export async function findConversation(
  tx: Transaction,
  id: string,
  intent: 'read' | 'write',
): Promise<Conversation | undefined> {
  const select = tx.selectFrom('conversation').selectAll().where('id', '=', id);
  return (intent === 'write' ? select.forNoKeyUpdate() : select).executeTakeFirst();
}

export type NewMessage = {
  sender: Pick<Member, 'id' | 'conversation_id'>;
  body: string;
  bodyType: BodyType;
  key?: string | undefined;
};

/** The row of a new message at its position in the conversation. */
export function createMessageRow(
  { sender, body, bodyType, key }: NewMessage,
  { seq, sentAt }: { seq: number; sentAt: number },
): Message {
  return {
    conversation_id: sender.conversation_id,
    seq,
    id: newId(),
    sender_id: sender.id,
    body,
    body_type: bodyType,
    sent_at: sentAt,
    idempotency_key: key ?? null,
  };
}

/** Numbers and stamps a message under the row lock of its conversation, so that no reader sees n+1 before n. */
export async function appendMessage(
  { tx, now, events }: UnitOfWork,
  message: NewMessage & { sender: Member },
): Promise<Message> {
  const last = await tx
    .updateTable('conversation')
    .set((eb) => ({
      last_seq: eb('last_seq', '+', 1),
      last_message_at: sql<number>`CASE WHEN last_message_at >= ${now} THEN last_message_at + 1 ELSE ${now} END`,
    }))
    .where('id', '=', message.sender.conversation_id)
    .returning(['last_seq', 'last_message_at'])
    .executeTakeFirstOrThrow();
  const row = createMessageRow(message, { seq: last.last_seq, sentAt: last.last_message_at });
  await tx.insertInto('message').values(row).execute();
  events.push(createMessageEvent(row, message.sender));
  return row;
}

export function createMessageEvent(message: Message, sender: Pick<Member, 'user_id'>): ChatEvent {
  return { type: 'message', conversationId: message.conversation_id, message, senderUserId: sender.user_id };
}

/** Adds a member. The caller has locked the conversation, so the second of two new members sees the first. */
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

/** Changes a member and emits its state if the patch has one. */
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

/** The members of a conversation in the order they were added. */
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

/** Marks a chat as changed, so that its agents receive it; `userId` receives it even after leaving. */
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

/** Emits each changed chat to the agents who are in it, to those who have just left, and to its queue. */
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
