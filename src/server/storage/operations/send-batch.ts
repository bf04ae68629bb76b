import { sql } from 'kysely';
import { checkMaySend } from '../../domain/conversations.ts';
import { startInactivityDeadline } from '../../domain/inactivity.ts';
import { checkOrigin } from '../../domain/origin.ts';
import type { Conversation, Member, Message } from '../../domain/records.ts';
import type { Transaction } from '../transaction.ts';
import { createMessageEvent, createMessageRow, type OperationResult, settleAll } from '../unit-of-work.ts';
import type { SendArgs } from './messages.ts';

type LockedConversation = Pick<
  Conversation,
  'id' | 'attached_at' | 'ended_at' | 'last_seq' | 'last_message_at' | 'silence_at' | 'notice_at'
> & { allowed_domains: string | null };
type Sender = Pick<Member, 'id' | 'conversation_id' | 'user_id' | 'role' | 'state' | 'left_at'>;

/**
 * `sendMessage` for many requests in about as many statements as one takes. It leaves the rest to `sendMessage` itself
 * (`undefined`): rejections, used keys, locked conversations, and everything that follows one of these in its
 * conversation.
 */
export async function sendBatch(
  tx: Transaction,
  all: readonly SendArgs[],
): Promise<(OperationResult<Message> | undefined)[]> {
  // The locks come first, so that no row is read before its lock.
  const [conversations, senders, used, validKeyIds] = await settleAll(
    lockConversations(tx, all),
    findSenders(tx, all),
    findUsedKeys(tx, all),
    findValidKeyIds(tx, all),
  );
  const sent: Message[] = [];
  const changed = new Map<string, LockedConversation>();
  const outcomes = all.map((args): OperationResult<Message> | undefined => {
    const { conversationId, senderId, key } = readParts(args);
    const conversation = conversations.get(conversationId);
    const sender = senders.get(senderId);
    if (
      !conversation ||
      !sender ||
      used.has(key ?? '') ||
      !hasValidKey(args, validKeyIds) ||
      !maySend(args, conversation, sender)
    ) {
      conversations.delete(conversationId);
      return undefined;
    }
    const next = advanceConversation(conversation, sender, args);
    const message = createMessageRow({ sender, ...args.text }, { seq: next.last_seq, sentAt: next.last_message_at });
    conversations.set(conversationId, next);
    changed.set(conversationId, next);
    if (key !== undefined) used.add(key);
    sent.push(message);
    return { value: message, events: [createMessageEvent(message, sender)] };
  });
  if (sent.length > 0) {
    await settleAll(updateConversations(tx, [...changed.values()]), tx.insertInto('message').values(sent).execute());
  }
  return outcomes;
}

function readParts(args: SendArgs) {
  const { conversationId } = 'guest' in args ? args.guest : args.agent;
  const senderId = 'guest' in args ? args.guest.memberId : (args.communicationId ?? '');
  const { key } = args.text;
  return { conversationId, senderId, key: key === undefined ? undefined : keyOf(conversationId, senderId, key) };
}

const keyOf = (conversationId: string, senderId: string, key: string) => `${conversationId} ${senderId} ${key}`;

/** Skips locked rows: waiting for one while holding others could deadlock. */
async function lockConversations(tx: Transaction, all: readonly SendArgs[]): Promise<Map<string, LockedConversation>> {
  const rows = await tx
    .selectFrom('conversation')
    .leftJoin('deployment', 'deployment.id', 'conversation.deployment_id')
    .select(['conversation.id', 'attached_at', 'ended_at', 'last_seq', 'last_message_at', 'silence_at', 'notice_at'])
    .select('deployment.allowed_domains')
    .where('conversation.id', 'in', [...new Set(all.map((args) => readParts(args).conversationId))])
    .forNoKeyUpdate('conversation')
    .skipLocked()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function findSenders(tx: Transaction, all: readonly SendArgs[]): Promise<Map<string, Sender>> {
  const rows = await tx
    .selectFrom('member')
    .select(['id', 'conversation_id', 'user_id', 'role', 'state', 'left_at'])
    .where('id', 'in', [...new Set(all.map((args) => readParts(args).senderId))])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function findUsedKeys(tx: Transaction, all: readonly SendArgs[]): Promise<Set<string>> {
  const keyed = all.filter(({ text }) => text.key !== undefined);
  if (keyed.length === 0) return new Set();
  const rows = await tx
    .selectFrom('message')
    .select(['conversation_id', 'sender_id', 'idempotency_key'])
    .where('conversation_id', 'in', [...new Set(keyed.map((args) => readParts(args).conversationId))])
    .where('sender_id', 'in', [...new Set(keyed.map((args) => readParts(args).senderId))])
    .where('idempotency_key', 'in', [...new Set(keyed.map(({ text }) => text.key ?? ''))])
    .execute();
  return new Set(rows.map((row) => keyOf(row.conversation_id, row.sender_id, row.idempotency_key ?? '')));
}

async function findValidKeyIds(tx: Transaction, all: readonly SendArgs[]): Promise<Set<string>> {
  const now = Math.max(...all.map((args) => args.now));
  const rows = await tx
    .selectFrom('signing_key')
    .select('kid')
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', now)]))
    .execute();
  return new Set(rows.map(({ kid }) => kid));
}

const hasValidKey = (args: SendArgs, validKeyIds: ReadonlySet<string>) =>
  'agent' in args || args.guest.kid === undefined || validKeyIds.has(args.guest.kid);

function maySend(args: SendArgs, conversation: LockedConversation, sender: Sender): boolean {
  if (sender.conversation_id !== conversation.id || checkMaySend(conversation, sender)) return false;
  if ('agent' in args) return sender.user_id === args.agent.userId;
  return !checkOrigin(JSON.parse(conversation.allowed_domains ?? '[]'), args.guest.origin);
}

function advanceConversation(
  conversation: LockedConversation,
  { role }: Sender,
  { now, timing }: SendArgs,
): LockedConversation {
  const isHeard = role === 'CUSTOMER' && conversation.silence_at !== null;
  return {
    ...conversation,
    last_seq: conversation.last_seq + 1,
    last_message_at: Math.max(now, conversation.last_message_at + 1),
    ...(isHeard ? startInactivityDeadline(now, timing) : {}),
  };
}

/** The columns of a list of values have these names in both engines. */
async function updateConversations(tx: Transaction, conversations: readonly LockedConversation[]): Promise<void> {
  const rows = conversations.map(
    ({ id, last_seq, last_message_at, silence_at, notice_at }) => sql`(
      CAST(${id} AS TEXT), CAST(${last_seq} AS BIGINT), CAST(${last_message_at} AS BIGINT),
      CAST(${silence_at} AS BIGINT), CAST(${notice_at} AS BIGINT))`,
  );
  await sql`
    UPDATE conversation SET last_seq = place.column2, last_message_at = place.column3,
      silence_at = place.column4, notice_at = place.column5
    FROM (VALUES ${sql.join(rows)}) AS place
    WHERE conversation.id = place.column1`.execute(tx);
}
