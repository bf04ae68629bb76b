import { sql } from 'kysely';
import { type Candidate, chooseAgent } from '../rules/routing.ts';
import type { Timing } from '../rules/timing.ts';
import type { Conversation, Flag } from './schema.ts';
import type { Transaction } from './storage.ts';
import { addMember, changeConversation, gone, type Work } from './work.ts';

/** Written out for the sake of its partial index, as `gone` is. */
const waiting = sql.lit<Flag>(1);

/** How many waiting chats of a queue are looked at in one transaction; the next look takes the others. */
const batchSize = 100;

/**
 * Offers waiting chats whose guests are there to free agents: of one queue, or of all. Who is free is decided by one
 * transaction at a time in an organization. A chat that somebody works on just now is left to the next look: whoever
 * waited for it here could be waited for.
 */
export async function offerWaiting(work: Work, timing: Timing, queueId?: string): Promise<void> {
  for (const queue of await queuesWithWaiting(work, queueId)) {
    await lockRouting(work.tx, { queueId: queue });
    const candidates = await agentsOnQueue(work, queue);
    const isAnybodyFree = () => candidates.some(({ load, capacity }) => load < capacity);
    for (const conversation of isAnybodyFree() ? await waitingIn(work, queue) : []) {
      if (!isAnybodyFree()) break;
      await offer(work, conversation, { candidates, timing });
    }
  }
}

async function offer(
  work: Work,
  conversation: Conversation,
  { candidates, timing }: { candidates: Candidate[]; timing: Timing },
): Promise<void> {
  const agent = chooseAgent(candidates, await pastOffers(work, conversation.id), {
    now: work.now,
    reofferAfterMs: timing.reofferAfterMs,
  });
  if (!agent) return;
  const { name } = await work.tx
    .updateTable('user')
    .set({ last_offer_at: work.now })
    .where('id', '=', agent.userId)
    .returning('name')
    .executeTakeFirstOrThrow();
  await changeConversation(work, conversation, { is_waiting: 0 });
  await addMember(work, {
    conversation_id: conversation.id,
    user_id: agent.userId,
    role: 'AGENT',
    state: 'ALERTING',
    display_name: name,
    alerting_until: work.now + timing.alertingMs,
  });
  agent.load += 1;
  agent.lastOfferAt = work.now;
}

/** In an order of their own, so that two who go through them do not wait for each other. */
async function queuesWithWaiting({ tx }: Work, queueId: string | undefined): Promise<string[]> {
  const waitingOnes = tx.selectFrom('conversation').select('queue_id').where('is_waiting', '=', waiting);
  if (queueId !== undefined) {
    const one = await waitingOnes.where('queue_id', '=', queueId).limit(1).executeTakeFirst();
    return one ? [queueId] : [];
  }
  const rows = await tx
    .selectFrom('queue')
    .select('id')
    .where('id', 'in', waitingOnes)
    .orderBy('organization_id')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Held until the transaction's end by whoever gives chats to agents or changes who may be given some. */
export async function lockRouting(tx: Transaction, of: { queueId: string } | { userId: string }): Promise<void> {
  const own =
    'queueId' in of
      ? tx.selectFrom('queue').select('organization_id').where('id', '=', of.queueId)
      : tx.selectFrom('user').select('organization_id').where('id', '=', of.userId);
  await tx.selectFrom('organization').select('id').where('id', '=', own).forNoKeyUpdate().execute();
}

async function agentsOnQueue({ tx }: Work, queueId: string): Promise<Candidate[]> {
  const rows = await tx
    .selectFrom('user')
    .innerJoin('queue_member', 'queue_member.user_id', 'user.id')
    .leftJoin('member', (join) => join.onRef('member.user_id', '=', 'user.id').on('member.state', '<>', gone))
    .where('queue_member.queue_id', '=', queueId)
    .where('user.on_queue', '=', 1)
    .groupBy(['user.id', 'user.capacity', 'user.last_offer_at'])
    .select(({ fn }) => [
      'user.id as userId',
      'user.capacity',
      'user.last_offer_at as lastOfferAt',
      fn.count<number>('member.id').as('load'),
    ])
    .orderBy('user.id')
    .execute();
  return rows.map((row) => ({ ...row, load: Number(row.load) }));
}

async function waitingIn({ tx }: Work, queueId: string): Promise<Conversation[]> {
  return tx
    .selectFrom('conversation')
    .innerJoin('member as guest', 'guest.id', 'conversation.guest_id')
    .selectAll('conversation')
    .where('conversation.queue_id', '=', queueId)
    .where('conversation.is_waiting', '=', waiting)
    .where('guest.state', '=', 'CONNECTED')
    .orderBy('conversation.priority', 'desc')
    .orderBy('conversation.attached_at')
    .limit(batchSize)
    .forNoKeyUpdate('conversation')
    .skipLocked()
    .execute();
}

async function pastOffers({ tx }: Work, conversationId: string): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('member')
    .select(['user_id', 'left_at'])
    .where('conversation_id', '=', conversationId)
    .where('user_id', 'is not', null)
    .where('left_at', 'is not', null)
    .orderBy('left_at')
    .execute();
  return new Map(rows.map(({ user_id, left_at }) => [user_id ?? '', left_at ?? 0]));
}
