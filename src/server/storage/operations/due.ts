import { extendInactivityDeadline, inactivityNotice } from '../../domain/inactivity.ts';
import type { Conversation, Member } from '../../domain/records.ts';
import type { Timing } from '../../domain/timing.ts';
import { endConversation, removeAgent } from '../repositories/conversation-changes.ts';
import { deleteChatPiece } from '../repositories/delete-chat.ts';
import {
  type ConversationDue,
  conversationKinds,
  type DueJob,
  dayMs,
  findDue,
  type MemberDue,
  memberKinds,
  selectExpiredChats,
} from '../repositories/due-jobs.ts';
import { assignWaiting } from '../repositories/offers.ts';
import type { Transaction } from '../transaction.ts';
import {
  appendMessage,
  changeConversation,
  changeMember,
  findMembers,
  type OperationResult,
  runOperation,
  type UnitOfWork,
} from '../unit-of-work.ts';

const longestRetryMs = 60 * 60 * 1000;

export const dueOperations = {
  /**
   * The due jobs, the oldest first, without postponed and running ones. Times and failures are stored, so a restart
   * loses nothing. Waiting chats come last: the other jobs can free agents for them.
   */
  async listDueJobs(tx: Transaction, { now, running }: { now: number; running: readonly DueJob[] }): Promise<DueJob[]> {
    const all: DueJob[] = [];
    for (const kind of [...memberKinds, ...conversationKinds, 'media request', 'retention', 'waiting'] as const) {
      const left = running.filter((one) => one.kind === kind).map(({ id }) => id);
      for (const { id } of await findDue(tx, kind, { now, left })) all.push({ kind, id });
    }
    return all;
  },

  /** Postpones a job that failed, for longer after each failure. Returns when it is tried again. */
  async postponeDueJob(tx: Transaction, { now, due }: { now: number; due: DueJob }): Promise<{ retryAt: number }> {
    const before = await tx
      .selectFrom('due_failure')
      .select('failures')
      .where('kind', '=', due.kind)
      .where('id', '=', due.id)
      .executeTakeFirst();
    const failures = (before?.failures ?? 0) + 1;
    const retryAt = now + retryDelayMs(failures);
    await tx
      .insertInto('due_failure')
      .values({ kind: due.kind, id: due.id, failures, retry_at: retryAt })
      .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet({ failures, retry_at: retryAt }))
      .execute();
    await tx
      .deleteFrom('due_failure')
      .where('retry_at', '<', now - dayMs)
      .execute();
    return { retryAt };
  },

  /** After the clock went back: no deadline lies further ahead than its whole period. */
  async limitDeadlines(tx: Transaction, { now, timing }: { now: number; timing: Timing }): Promise<void> {
    const members = [
      ['alerting_until', now + timing.alertingMs],
      ['line_until', now + timing.reconnectGraceMs],
      ['away_until', now + timing.awayEndsMs],
    ] as const;
    for (const [column, latest] of members) {
      await tx
        .updateTable('member')
        .set({ [column]: latest })
        .where(column, '>', latest)
        .execute();
    }
    const conversations = [
      ['notice_at', now + timing.inactivityMs - timing.inactivityNoticeMs],
      ['silence_at', now + timing.inactivityMs],
      ['reap_at', now + timing.reapMs],
    ] as const;
    for (const [column, latest] of conversations) {
      await tx
        .updateTable('conversation')
        .set({ [column]: latest })
        .where(column, '>', latest)
        .execute();
    }
    const latestRequest = now + timing.mediaRequestMs;
    await tx
      .updateTable('media_request')
      .set({ expires_at: latestRequest })
      .where('expires_at', '>', latestRequest)
      .execute();
    const latestRetry = now + longestRetryMs;
    await tx.updateTable('due_failure').set({ retry_at: latestRetry }).where('retry_at', '>', latestRetry).execute();
    // The pause before the same agent is offered a chat again counts from here.
    const waiting = tx.selectFrom('conversation').select('id').where('is_waiting', '=', 1);
    await tx
      .updateTable('member')
      .set({ left_at: now })
      .where('left_at', '>', now)
      .where('conversation_id', 'in', waiting)
      .execute();
  },

  /** Runs one job if it still is due and its conversation is not locked. */
  async runDueJob(tx: Transaction, args: { now: number; timing: Timing; due: DueJob }): Promise<OperationResult<null>> {
    const { due, timing } = args;
    return runOperation(tx, args.now, async (work) => {
      await tx.deleteFrom('due_failure').where('kind', '=', due.kind).where('id', '=', due.id).execute();
      switch (due.kind) {
        case 'alerting_until':
        case 'line_until':
        case 'away_until':
          await runMemberJob(work, due.kind, due.id, timing);
          break;
        case 'notice_at':
        case 'silence_at':
        case 'reap_at':
          await runConversationJob(work, due.kind, due.id, timing);
          break;
        case 'media request':
          await timeOutMediaRequest(work, due.id);
          break;
        case 'retention':
          // The deployment may keep chats for longer now than when the job was listed.
          if (await selectExpiredChats(tx, args.now).where('conversation.id', '=', due.id).executeTakeFirst()) {
            await deleteChatPiece(tx, due.id);
          }
          break;
        case 'waiting':
          await assignWaiting(work, timing, due.id);
          break;
        default:
          due.kind satisfies never;
      }
      return { value: null };
    });
  },
};

/** Ten seconds after the first failure, twice as long after each further one, an hour at most. */
function retryDelayMs(failures: number): number {
  return Math.min(longestRetryMs, 10_000 * 2 ** Math.min(failures - 1, 20));
}

async function runMemberJob(work: UnitOfWork, kind: MemberDue, id: string, timing: Timing): Promise<void> {
  const own = work.tx.selectFrom('member').select('conversation_id').where('id', '=', id);
  const conversation = await work.tx
    .selectFrom('conversation')
    .selectAll()
    .where('id', '=', own)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
  // Read after the lock: the member may have changed meanwhile.
  const member = await work.tx.selectFrom('member').selectAll().where('id', '=', id).executeTakeFirst();
  const at = member?.[kind] ?? null;
  if (!conversation || !member || at === null || at > work.now) return;
  switch (kind) {
    case 'alerting_until':
      return removeAgent(work, conversation, member, { reason: 'system', timing });
    case 'line_until':
      return markAway(work, member, timing);
    case 'away_until':
      return endConversation(work, conversation, { reason: 'inactivity' });
    default:
      kind satisfies never;
  }
}

async function markAway(work: UnitOfWork, guest: Member, timing: Timing): Promise<void> {
  const away_until = work.now + timing.awayEndsMs;
  await changeMember(work, guest, { state: 'DISCONNECTED', line_until: null, away_until });
}

async function runConversationJob(work: UnitOfWork, kind: ConversationDue, id: string, timing: Timing): Promise<void> {
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
      return sendInactivityNotice(work, conversation, timing);
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

/** Sends the guest a notice, in the name of the queue, that inactivity will end the chat. */
async function sendInactivityNotice(work: UnitOfWork, conversation: Conversation, timing: Timing): Promise<void> {
  const members = await findMembers(work, conversation.id);
  const sender = members.findLast(({ role }) => role === 'ACD') ?? members.findLast(({ role }) => role === 'AGENT');
  if (sender) await appendMessage(work, { sender, body: inactivityNotice(timing), bodyType: 'notice' });
  const silenceAt = conversation.silence_at ?? work.now;
  await changeConversation(work, conversation, extendInactivityDeadline(work.now, silenceAt, timing));
}

async function timeOutMediaRequest({ tx, now, events }: UnitOfWork, id: string): Promise<void> {
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
