import type { Timing } from '../../rules/timing.ts';
import { dropAgent, endConversation } from '../conversation-changes.ts';
import { offerWaiting } from '../offers.ts';
import type { Conversation, Member } from '../schema.ts';
import type { Transaction } from '../storage.ts';
import { changeMember, type Outcome, perform, type Work } from '../work.ts';

/** How much of each kind one look takes on, so that a long pause makes many short transactions, not one long one. */
const batchSize = 100;

export const dueOperations = {
  /** Does what has become due. Time is in the store alone, so a restart forgets nothing. */
  async runDue(tx: Transaction, args: { now: number; timing: Timing }): Promise<Outcome<null>> {
    return perform(tx, args.now, async (work) => {
      await endOffers(work, args.timing);
      await markAway(work, args.timing);
      await endAbandoned(work);
      await reapUnattached(work);
      await timeOutMediaRequests(work);
      await offerWaiting(work, args.timing);
      return { value: null };
    });
  },
};

async function endOffers(work: Work, timing: Timing): Promise<void> {
  for (const { conversation, member } of await membersDue(work, 'alerting_until')) {
    await dropAgent(work, conversation, member, { reason: 'system', timing });
  }
}

async function markAway(work: Work, timing: Timing): Promise<void> {
  for (const { member: guest } of await membersDue(work, 'line_until')) {
    await changeMember(work, guest, {
      state: 'DISCONNECTED',
      line_until: null,
      away_until: work.now + timing.awayEndsMs,
    });
  }
}

/** Chats whose guests stayed away, or silent beside an agent, for too long. */
async function endAbandoned(work: Work): Promise<void> {
  const silent = await work.tx
    .selectFrom('conversation')
    .selectAll()
    .where('silence_at', '<=', work.now)
    .limit(batchSize)
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
  for (const conversation of silent) await endConversation(work, conversation, { reason: 'inactivity' });
  for (const { conversation } of await membersDue(work, 'away_until')) {
    await endConversation(work, conversation, { reason: 'inactivity' });
  }
}

async function reapUnattached({ tx, now }: Work): Promise<void> {
  const rows = await tx
    .selectFrom('conversation')
    .select('id')
    .where('reap_at', '<=', now)
    .limit(batchSize)
    .forUpdate()
    .skipLocked()
    .execute();
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await tx.deleteFrom('member').where('conversation_id', 'in', ids).execute();
  await tx.deleteFrom('conversation').where('id', 'in', ids).execute();
}

async function timeOutMediaRequests({ tx, now, events }: Work): Promise<void> {
  const expired = await tx
    .updateTable('media_request')
    .set({ state: 'TIMEDOUT', expires_at: null })
    .where('expires_at', '<=', now)
    .returningAll()
    .execute();
  for (const mediaRequest of expired) {
    events.push({ type: 'media-request', conversationId: mediaRequest.conversation_id, mediaRequest, at: now });
  }
}

/**
 * Members whose time has come, with their conversations, which are locked before the members are read: what somebody
 * answered meanwhile is no longer due. A conversation that is worked on just now is left to the next look.
 */
async function membersDue(
  { tx, now }: Work,
  column: 'alerting_until' | 'line_until' | 'away_until',
): Promise<{ conversation: Conversation; member: Member }[]> {
  const due = tx.selectFrom('member').where(column, '<=', now);
  const conversations = await tx
    .selectFrom('conversation')
    .selectAll()
    .where('id', 'in', due.select('conversation_id').limit(batchSize))
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
  if (conversations.length === 0) return [];
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  const members = await due
    .selectAll()
    .where('conversation_id', 'in', [...byId.keys()])
    .execute();
  return members.flatMap((member) => {
    const conversation = byId.get(member.conversation_id);
    return conversation ? [{ conversation, member }] : [];
  });
}
