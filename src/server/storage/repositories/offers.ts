import { sql } from 'kysely';
import type { Conversation, Flag } from '../../domain/records.ts';
import { parseSkills, type StoredRequirements } from '../../domain/requirements-key.ts';
import {
  type Abilities,
  type Candidate,
  hasCapacity,
  isFreeFor,
  keepSatisfiable,
  planAssignments,
  type WaitingChat,
} from '../../domain/routing.ts';
import type { Timing } from '../../domain/timing.ts';
import type { Transaction } from '../transaction.ts';
import { addMember, changeConversation, disconnectedState, type UnitOfWork } from '../unit-of-work.ts';

/** A literal for the sake of the partial index, as `disconnectedState` is. */
const isWaitingFlag = sql.lit<Flag>(1);

/** The most waiting chats of one batch, and the most batches of one transaction. */
const batchSize = 100;
const maxBatches = 10;
/** The most different requirements in one statement. */
const maxKeys = 1000;

type Queue = { candidates: Candidate[]; abilities: Abilities[] };

/**
 * Offers waiting chats whose guests are connected to free agents, of one queue or of all. One transaction at a time
 * decides in an organization. A chat that another transaction has locked is skipped until the next run, because waiting
 * for it could deadlock.
 */
export async function assignWaiting(work: UnitOfWork, timing: Timing, queueId?: string): Promise<void> {
  for (const queue of await findQueuesWithWaiting(work, queueId)) {
    await lockRouting(work.tx, { queueId: queue });
    const { candidates, abilities } = await findQueueMembers(work, queue);
    if (!candidates.some(hasCapacity)) continue;
    const requirements = await findRequirements(work, queue, abilities);
    let last: Conversation | undefined;
    for (let batch = 0; batch < maxBatches; batch += 1) {
      const keys = findServableKeys(requirements, candidates);
      if (keys.length === 0) break;
      const rows = await findWaiting(work, queue, { keys, last });
      await assignBatch(work, rows, { candidates, abilities, timing });
      last = rows.at(-1);
      if (rows.length < batchSize) break;
    }
  }
}

async function assignBatch(
  work: UnitOfWork,
  rows: readonly Conversation[],
  { candidates, abilities, timing }: Queue & { timing: Timing },
): Promise<void> {
  const past = await findPastOffers(work, rows);
  const chats = rows.map((row) => toWaitingChat(row, { past: past.get(row.id) ?? new Map(), abilities }));
  const times = { now: work.now, reofferAfterMs: timing.reofferAfterMs };
  for (const { chatId, userId } of planAssignments(chats, candidates, times)) {
    const conversation = rows.find(({ id }) => id === chatId);
    const agent = candidates.find((one) => one.userId === userId);
    if (!conversation || !agent) continue;
    await offerTo(work, conversation, userId, timing);
    agent.load += 1;
    agent.lastOfferAt = work.now;
  }
}

/** Offers a chat to one person. */
export async function offerTo(
  work: UnitOfWork,
  conversation: Conversation,
  userId: string,
  timing: Timing,
): Promise<void> {
  const { name } = await work.tx
    .updateTable('user')
    .set({ last_offer_at: work.now })
    .where('id', '=', userId)
    .returning('name')
    .executeTakeFirstOrThrow();
  await changeConversation(work, conversation, { is_waiting: 0 });
  await addMember(work, {
    conversation_id: conversation.id,
    user_id: userId,
    role: 'AGENT',
    state: 'ALERTING',
    display_name: name,
    alerting_until: work.now + timing.alertingMs,
  });
}

function toWaitingChat(
  conversation: Conversation,
  { past, abilities }: { past: ReadonlyMap<string, number>; abilities: readonly Abilities[] },
): WaitingChat {
  const { id, priority, attached_at, created_at } = conversation;
  return {
    id,
    priority,
    waitingSince: attached_at ?? created_at,
    earlierOffers: past,
    ...readRequirements(conversation, abilities),
  };
}

function readRequirements({ skills, language }: StoredRequirements, abilities: readonly Abilities[]): Abilities {
  return keepSatisfiable(
    { skills: parseSkills(skills), languages: language ? [language.toLowerCase()] : [] },
    abilities,
  );
}

/** The requirements of one or more waiting chats of a queue. */
type Requirement = { key: string; abilities: Abilities };

/**
 * The different requirements of the waiting chats of a queue, ordered by their first chats. Read from the index with
 * one example each, so that many chats with the same requirements cost no more than a few.
 */
async function findRequirements(
  { tx }: UnitOfWork,
  queueId: string,
  abilities: readonly Abilities[],
): Promise<Requirement[]> {
  const places = await tx
    .selectFrom('conversation')
    .select(({ fn }) => ['wish_key', 'priority', fn.min('attached_at').as('since'), fn.min('id').as('example')])
    .where('queue_id', '=', queueId)
    .where('is_waiting', '=', isWaitingFlag)
    .groupBy(['wish_key', 'priority'])
    .orderBy('priority', 'desc')
    .orderBy('since')
    .execute();
  const first = new Map<string, (typeof places)[number]>();
  for (const place of places) if (!first.has(place.wish_key)) first.set(place.wish_key, place);
  const stored = await findStoredRequirements(
    tx,
    [...first.values()].map(({ example }) => example),
  );
  return [...first.values()].map(({ wish_key, example }) => ({
    key: wish_key,
    abilities: readRequirements(stored.get(example) ?? { skills: '[]', language: null }, abilities),
  }));
}

async function findStoredRequirements(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, StoredRequirements>> {
  const found = new Map<string, StoredRequirements>();
  for (let from = 0; from < ids.length; from += maxKeys) {
    const rows = await tx
      .selectFrom('conversation')
      .select(['id', 'skills', 'language'])
      .where('id', 'in', ids.slice(from, from + maxKeys))
      .execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/** The requirements that an agent with free capacity can serve now. */
function findServableKeys(requirements: readonly Requirement[], candidates: readonly Candidate[]): string[] {
  return requirements
    .filter(({ abilities }) => candidates.some((agent) => isFreeFor(agent, abilities)))
    .slice(0, maxKeys)
    .map(({ key }) => key);
}

/** Always in the same order, so that two transactions do not wait for each other. */
async function findQueuesWithWaiting({ tx }: UnitOfWork, queueId: string | undefined): Promise<string[]> {
  const waitingOnes = tx.selectFrom('conversation').select('queue_id').where('is_waiting', '=', isWaitingFlag);
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

/**
 * Locks the routing of an organization until the end of the transaction; taken by every change of who has chats or may
 * be offered some.
 */
export async function lockRouting(tx: Transaction, of: { queueId: string } | { userId: string }): Promise<void> {
  const own =
    'queueId' in of
      ? tx.selectFrom('queue').select('organization_id').where('id', '=', of.queueId)
      : tx.selectFrom('user').select('organization_id').where('id', '=', of.userId);
  await tx.selectFrom('organization').select('id').where('id', '=', own).forNoKeyUpdate().execute();
}

/** The agents who may be offered something, and what all members of the queue can do, on queue or not. */
async function findQueueMembers({ tx }: UnitOfWork, queueId: string): Promise<Queue> {
  const rows = await tx
    .selectFrom('user')
    .innerJoin('queue_member', 'queue_member.user_id', 'user.id')
    .leftJoin('member', (join) =>
      join.onRef('member.user_id', '=', 'user.id').on('member.state', '<>', disconnectedState),
    )
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
  const able = await findAbilities(tx, queueId);
  const nothing: Abilities = { skills: [], languages: [] };
  const candidates = rows.map((row) => ({ ...row, load: Number(row.load), ...(able.get(row.userId) ?? nothing) }));
  return { candidates, abilities: [...able.values()] };
}

async function findAbilities(tx: Transaction, queueId: string): Promise<Map<string, Abilities>> {
  const rows = await tx
    .selectFrom('user_skill')
    .innerJoin('queue_member', 'queue_member.user_id', 'user_skill.user_id')
    .selectAll('user_skill')
    .where('queue_member.queue_id', '=', queueId)
    .execute();
  const named = (userId: string, wanted: 'skill' | 'language') =>
    rows.filter(({ user_id, kind }) => user_id === userId && kind === wanted).map(({ name }) => name);
  const users = [...new Set(rows.map(({ user_id }) => user_id))];
  return new Map(users.map((id) => [id, { skills: named(id, 'skill'), languages: named(id, 'language') }]));
}

/**
 * The next chats with one of these requirements, in the order of `compareWaiting`, after the last one of the previous
 * batch.
 */
async function findWaiting(
  { tx }: UnitOfWork,
  queueId: string,
  { keys, last }: { keys: readonly string[]; last: Conversation | undefined },
): Promise<Conversation[]> {
  let select = tx
    .selectFrom('conversation')
    .innerJoin('member as guest', 'guest.id', 'conversation.guest_id')
    .selectAll('conversation')
    .where('conversation.queue_id', '=', queueId)
    .where('conversation.is_waiting', '=', isWaitingFlag)
    .where('conversation.wish_key', 'in', keys)
    .where('guest.state', '=', 'CONNECTED');
  if (last) {
    const { priority, attached_at, id } = last;
    select = select.where((eb) =>
      eb.or([
        eb('conversation.priority', '<', priority),
        eb('conversation.priority', '=', priority).and('conversation.attached_at', '>', attached_at),
        eb('conversation.priority', '=', priority)
          .and('conversation.attached_at', '=', attached_at)
          .and('conversation.id', '>', id),
      ]),
    );
  }
  return select
    .orderBy('conversation.priority', 'desc')
    .orderBy('conversation.attached_at')
    .orderBy('conversation.id')
    .limit(batchSize)
    .forNoKeyUpdate('conversation')
    .skipLocked()
    .execute();
}

/** The users who had each of these chats, and when that ended; now for those who still have it. */
async function findPastOffers(
  { tx, now }: UnitOfWork,
  conversations: readonly Conversation[],
): Promise<Map<string, Map<string, number>>> {
  const all = new Map<string, Map<string, number>>();
  if (conversations.length === 0) return all;
  const ids = conversations.map(({ id }) => id);
  const rows = await tx
    .selectFrom('member')
    .select(['conversation_id', 'user_id', 'left_at'])
    .where('conversation_id', 'in', ids)
    .where('user_id', 'is not', null)
    .orderBy('created_at')
    .execute();
  for (const { conversation_id, user_id, left_at } of rows) {
    const ofChat = all.get(conversation_id) ?? new Map<string, number>();
    const userId = user_id ?? '';
    ofChat.set(userId, Math.max(ofChat.get(userId) ?? 0, left_at ?? now));
    all.set(conversation_id, ofChat);
  }
  return all;
}
