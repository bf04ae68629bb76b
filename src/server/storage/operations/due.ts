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
  for (const member of await membersDue(work, 'alerting_until')) {
    const conversation = await findConversation(work, member.conversation_id);
    if (conversation) await dropAgent(work, conversation, member, { reason: 'system', timing });
  }
}

async function markAway(work: Work, timing: Timing): Promise<void> {
  for (const guest of await membersDue(work, 'line_until')) {
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
    .execute();
  for (const conversation of silent) await endConversation(work, conversation, { reason: 'inactivity' });
  for (const guest of await membersDue(work, 'away_until')) {
    const conversation = await findConversation(work, guest.conversation_id);
    if (conversation) await endConversation(work, conversation, { reason: 'inactivity' });
  }
}

async function reapUnattached({ tx, now }: Work): Promise<void> {
  const rows = await tx.selectFrom('conversation').select('id').where('reap_at', '<=', now).limit(batchSize).execute();
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

async function membersDue(
  { tx, now }: Work,
  column: 'alerting_until' | 'line_until' | 'away_until',
): Promise<Member[]> {
  return tx.selectFrom('member').selectAll().where(column, '<=', now).limit(batchSize).execute();
}

async function findConversation({ tx }: Work, id: string): Promise<Conversation | undefined> {
  return tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst();
}
