import type { MessageQuery } from '../../../protocol/schema/page.ts';
import { checkMaySend } from '../../domain/conversations.ts';
import { startInactivityDeadline } from '../../domain/inactivity.ts';
import type { BodyType, Conversation, Member, Message } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { Timing } from '../../domain/timing.ts';
import { type AgentCaller, admitAgent } from '../repositories/agents.ts';
import { admitGuest, type GuestCaller } from '../repositories/guests.ts';
import type { Reach } from '../repositories/reach.ts';
import type { Transaction } from '../transaction.ts';
import {
  appendMessage,
  changeConversation,
  type Decided,
  newId,
  type Outcome,
  perform,
  type Work,
} from '../unit-of-work.ts';

type Text = { body: string; bodyType: BodyType; key: string | undefined };
type Caller = { guest: GuestCaller } | { agent: AgentCaller };
type Listed = { messages: Message[]; hasMore: boolean };
export type SendArgs = Caller & { now: number; timing: Timing; text: Text; communicationId?: string };
export type Typed = { id: string; conversationId: string; senderId: string; at: number };

export const messageOperations = {
  async sendMessage(tx: Transaction, args: SendArgs): Promise<Outcome<Message>> {
    return perform(tx, args.now, async (work) => {
      const speaker = await findSpeaker(work, args);
      if ('rejection' in speaker) return speaker;
      const { conversation, member } = speaker.value;
      const earlier = await findByKey(work, member, args.text.key);
      if (earlier) return sameOrConflict(earlier, args.text);
      const refused = checkMaySend(conversation, member);
      if (refused) return { rejection: refused };
      const message = await appendMessage(work, { sender: member, ...args.text });
      if (member.role === 'CUSTOMER' && conversation.silence_at !== null) {
        await changeConversation(work, conversation, startInactivityDeadline(work.now, args.timing));
      }
      return { value: message };
    });
  },

  /** Typing is told and forgotten; only whether the member may talk comes from the store. */
  async type(tx: Transaction, args: Caller & { now: number; communicationId?: string }): Promise<Outcome<Typed>> {
    return perform(tx, args.now, async (work) => {
      const speaker = await findSpeaker(work, args);
      if ('rejection' in speaker) return speaker;
      const { conversation, member } = speaker.value;
      const refused = checkMaySend(conversation, member);
      if (refused) return { rejection: refused };
      const typed: Typed = { id: newId(), conversationId: conversation.id, senderId: member.id, at: work.now };
      work.events.push({ type: 'typing', ...typed });
      return { value: typed };
    });
  },

  async listMessages(tx: Transaction, args: Caller & { now: number; query: MessageQuery }): Promise<Outcome<Listed>> {
    return perform(tx, args.now, async (work) => {
      const reader = await findReader(work, args);
      if ('rejection' in reader) return reader;
      return pageOf(work, reader.value, args.query);
    });
  },

  async getMessage(tx: Transaction, args: Caller & { now: number; messageId: string }): Promise<Outcome<Message>> {
    return perform(tx, args.now, async (work) => {
      const reader = await findReader(work, args);
      if ('rejection' in reader) return reader;
      const message = await findMessage(work, reader.value, args.messageId);
      return message ? { value: withoutForeignKey(message, reader.value.own) } : { rejection: noSuchMessage };
    });
  },
};

const noSuchMessage: Rejection = reject('chat.error.not.found', 'There is no such message in this conversation');

async function findSpeaker(
  work: Work,
  args: Caller & { communicationId?: string },
): Promise<Decided<{ conversation: Conversation; member: Member }>> {
  if ('guest' in args) {
    const admitted = await admitGuest(work, args.guest, 'write');
    if ('rejection' in admitted) return admitted;
    return { value: { conversation: admitted.value.conversation, member: admitted.value.guest } };
  }
  const admitted = await admitAgent(work, args.agent, 'write');
  if ('rejection' in admitted) return admitted;
  const { conversation, members } = admitted.value;
  const member = members.find(({ id, user_id }) => id === args.communicationId && user_id === args.agent.userId);
  if (!member) return { rejection: reject('not.authorized', 'This is not your communication') };
  return { value: { conversation, member } };
}

type Reader = { conversation: Conversation; own: ReadonlySet<string>; reach?: Reach };

async function findReader(work: Work, caller: Caller): Promise<Decided<Reader>> {
  if ('guest' in caller) {
    const admitted = await admitGuest(work, caller.guest, 'read');
    if ('rejection' in admitted) return admitted;
    return { value: { conversation: admitted.value.conversation, own: new Set([caller.guest.memberId]) } };
  }
  const admitted = await admitAgent(work, caller.agent, 'read');
  if ('rejection' in admitted) return admitted;
  const { conversation, members, reach } = admitted.value;
  const own = members.filter(({ user_id }) => user_id === caller.agent.userId).map(({ id }) => id);
  return { value: { conversation, own: new Set(own), reach } };
}

/** A key is between its sender and us. */
function withoutForeignKey(message: Message, own: ReadonlySet<string>): Message {
  return own.has(message.sender_id) ? message : { ...message, idempotency_key: null };
}

async function findByKey({ tx }: Work, sender: Member, key: string | undefined): Promise<Message | undefined> {
  if (key === undefined) return undefined;
  return tx
    .selectFrom('message')
    .selectAll()
    .where('conversation_id', '=', sender.conversation_id)
    .where('sender_id', '=', sender.id)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

function sameOrConflict(earlier: Message, { body, bodyType }: Text): Decided<Message> {
  return earlier.body === body && earlier.body_type === bodyType
    ? { value: earlier }
    : { rejection: reject('request.conflict', 'This Idempotency-Key was used for another message') };
}

async function findMessage({ tx }: Work, reader: Reader, id: string): Promise<Message | undefined> {
  return readable(tx, reader).where('id', '=', id.toLowerCase()).executeTakeFirst();
}

function readable(tx: Transaction, { conversation, reach }: Reader) {
  const all = tx.selectFrom('message').selectAll().where('conversation_id', '=', conversation.id);
  return reach ? all.where('seq', '<=', reach.seq) : all;
}

export async function pageOf(work: Work, reader: Reader, query: MessageQuery): Promise<Decided<Listed>> {
  const after = query.after && (await findMessage(work, reader, query.after));
  const before = query.before && (await findMessage(work, reader, query.before));
  if ((query.after && !after) || (query.before && !before)) return { rejection: noSuchMessage };
  let select = readable(work.tx, reader);
  if (after) select = select.where('seq', '>', after.seq);
  if (before) select = select.where('seq', '<', before.seq);
  // One more than asked for tells whether there is a further page.
  const messages = await select
    .orderBy('seq', query.sortOrder === 'ascending' ? 'asc' : 'desc')
    .limit(query.maxResults + 1)
    .execute();
  const page = messages.slice(0, query.maxResults).map((message) => withoutForeignKey(message, reader.own));
  return { value: { messages: page, hasMore: messages.length > query.maxResults } };
}
