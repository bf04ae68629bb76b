import { sql } from 'kysely';
import { afterNotice, noticeText } from '../../rules/silence.ts';
import type { Timing } from '../../rules/timing.ts';
import { dropAgent, endConversation } from '../conversation-changes.ts';
import { deleteChat } from '../history-words.ts';
import { offerWaiting } from '../offers.ts';
import type { Conversation, Member } from '../schema.ts';
import type { Transaction } from '../storage.ts';
import {
  appendMessage,
  changeConversation,
  changeMember,
  membersOf,
  type Outcome,
  perform,
  type Work,
} from '../work.ts';

/** How much of each kind one look takes on; the next look takes the others. */
const batchSize = 100;

const dayMs = 24 * 60 * 60 * 1000;

/** What has become due: of a member, a conversation, a media request or a queue, by its id. */
export type Due = { kind: DueKind; id: string };
type MemberDue = 'alerting_until' | 'line_until' | 'away_until';
type ConversationDue = 'notice_at' | 'silence_at' | 'reap_at';
export type DueKind = MemberDue | ConversationDue | 'media request' | 'retention' | 'waiting';

const ofMembers = ['alerting_until', 'line_until', 'away_until'] as const satisfies MemberDue[];
const ofConversations = ['notice_at', 'silence_at', 'reap_at'] as const satisfies ConversationDue[];

export const dueOperations = {
  /**
   * What has become due, the longest due first, but for some that failed just now. Time is in the store alone, so a
   * restart forgets nothing. Waiting chats come last: whoever was freed by the others is free for them.
   */
  async listDue(tx: Transaction, { now, except }: { now: number; except: readonly Due[] }): Promise<Due[]> {
    const all: Due[] = [];
    for (const kind of [...ofMembers, ...ofConversations, 'media request', 'retention', 'waiting'] as const) {
      const left = except.filter((one) => one.kind === kind).map(({ id }) => id);
      for (const id of await idsOf(tx, kind, { now, left })) all.push({ kind, id });
    }
    return all;
  },

  /** Does one thing, if it still is due and nobody works on its conversation just now. */
  async doDue(tx: Transaction, args: { now: number; timing: Timing; due: Due }): Promise<Outcome<null>> {
    const { due, timing } = args;
    return perform(tx, args.now, async (work) => {
      switch (due.kind) {
        case 'alerting_until':
        case 'line_until':
        case 'away_until':
          await doOfMember(work, due.kind, due.id, timing);
          break;
        case 'notice_at':
        case 'silence_at':
        case 'reap_at':
          await doOfConversation(work, due.kind, due.id, timing);
          break;
        case 'media request':
          await timeOutMediaRequest(work, due.id);
          break;
        case 'retention':
          // Whoever keeps chats for longer by now keeps this one too.
          if (await keptTooLong(tx, args.now).where('conversation.id', '=', due.id).executeTakeFirst()) {
            await deleteChat(tx, due.id);
          }
          break;
        case 'waiting':
          await offerWaiting(work, timing, due.id);
          break;
        default:
          due.kind satisfies never;
      }
      return { value: null };
    });
  },
};

async function idsOf(
  tx: Transaction,
  kind: DueKind,
  { now, left }: { now: number; left: readonly string[] },
): Promise<string[]> {
  const rows = await select(tx, kind, { now, left });
  return rows.map(({ id }) => id);
}

/** In long numbers, also where the store would take short ones. */
const lastDayKept = (now: number) =>
  sql<number>`CAST(${now} AS BIGINT) - deployment.retention_days * CAST(${dayMs} AS BIGINT)`;

function keptTooLong(tx: Transaction, now: number) {
  return tx
    .selectFrom('conversation')
    .innerJoin('deployment', 'deployment.id', 'conversation.deployment_id')
    .select('conversation.id')
    .where('deployment.retention_days', 'is not', null)
    .where('conversation.ended_at', 'is not', null)
    .where('conversation.ended_at', '<=', lastDayKept(now));
}

function select(tx: Transaction, kind: DueKind, { now, left }: { now: number; left: readonly string[] }) {
  // An empty list is no SQL everywhere; nothing has this id.
  const others = left.length > 0 ? left : [''];
  switch (kind) {
    case 'alerting_until':
    case 'line_until':
    case 'away_until':
      return tx
        .selectFrom('member')
        .select('id')
        .where(kind, '<=', now)
        .where('id', 'not in', others)
        .orderBy(kind)
        .limit(batchSize)
        .execute();
    case 'notice_at':
    case 'silence_at':
    case 'reap_at': {
      const due = tx.selectFrom('conversation').select('id').where(kind, '<=', now).where('id', 'not in', others);
      const told = kind === 'silence_at' ? due.where('notice_at', 'is', null) : due;
      return told.orderBy(kind).limit(batchSize).execute();
    }
    case 'media request':
      return tx
        .selectFrom('media_request')
        .select('id')
        .where('expires_at', '<=', now)
        .where('id', 'not in', others)
        .orderBy('expires_at')
        .limit(batchSize)
        .execute();
    case 'retention':
      return keptTooLong(tx, now).where('conversation.id', 'not in', others).limit(batchSize).execute();
    case 'waiting':
      return tx
        .selectFrom('queue')
        .select('id')
        .where('id', 'in', tx.selectFrom('conversation').select('queue_id').where('is_waiting', '=', 1))
        .where('id', 'not in', others)
        .orderBy('organization_id')
        .orderBy('id')
        .execute();
    default:
      return kind satisfies never;
  }
}

async function doOfMember(work: Work, kind: MemberDue, id: string, timing: Timing): Promise<void> {
  const own = work.tx.selectFrom('member').select('conversation_id').where('id', '=', id);
  const conversation = await work.tx
    .selectFrom('conversation')
    .selectAll()
    .where('id', '=', own)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
  // Read after the lock: what somebody answered meanwhile is no longer due.
  const member = await work.tx.selectFrom('member').selectAll().where('id', '=', id).executeTakeFirst();
  const at = member?.[kind] ?? null;
  if (!conversation || !member || at === null || at > work.now) return;
  switch (kind) {
    case 'alerting_until':
      return dropAgent(work, conversation, member, { reason: 'system', timing });
    case 'line_until':
      return markAway(work, member, timing);
    case 'away_until':
      return endConversation(work, conversation, { reason: 'inactivity' });
    default:
      kind satisfies never;
  }
}

async function markAway(work: Work, guest: Member, timing: Timing): Promise<void> {
  const away_until = work.now + timing.awayEndsMs;
  await changeMember(work, guest, { state: 'DISCONNECTED', line_until: null, away_until });
}

async function doOfConversation(work: Work, kind: ConversationDue, id: string, timing: Timing): Promise<void> {
  const conversation = await work.tx
    .selectFrom('conversation')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  const at = conversation?.[kind] ?? null;
  if (!conversation || at === null || at > work.now) return;
  switch (kind) {
    case 'notice_at':
      return warn(work, conversation, timing);
    case 'silence_at':
      if (conversation.notice_at === null) await endConversation(work, conversation, { reason: 'inactivity' });
      return;
    case 'reap_at':
      await work.tx.deleteFrom('member').where('conversation_id', '=', id).execute();
      await work.tx.deleteFrom('conversation').where('id', '=', id).execute();
      return;
    default:
      kind satisfies never;
  }
}

/** Tells the guest that its silence will end the chat, in the queue's name. */
async function warn(work: Work, conversation: Conversation, timing: Timing): Promise<void> {
  const members = await membersOf(work, conversation.id);
  const sender = members.findLast(({ role }) => role === 'ACD') ?? members.findLast(({ role }) => role === 'AGENT');
  if (sender) await appendMessage(work, { sender, body: noticeText(timing), bodyType: 'notice' });
  const silenceAt = conversation.silence_at ?? work.now;
  await changeConversation(work, conversation, afterNotice(work.now, silenceAt, timing));
}

async function timeOutMediaRequest({ tx, now, events }: Work, id: string): Promise<void> {
  const mediaRequest = await tx
    .updateTable('media_request')
    .set({ state: 'TIMEDOUT', expires_at: null })
    .where('id', '=', id)
    .where('expires_at', '<=', now)
    .returningAll()
    .executeTakeFirst();
  if (!mediaRequest) return;
  events.push({ type: 'media-request', conversationId: mediaRequest.conversation_id, mediaRequest, at: now });
}
