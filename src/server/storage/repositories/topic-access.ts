import type { ChatEvent } from '../../domain/chat-event.ts';
import { parseTopic } from '../../domain/topics.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Returns a filter for the topics that the user may subscribe to: its own, those of its queues, and those of chats it
 * may read.
 */
export async function createTopicFilter(
  tx: Transaction,
  userId: string,
  topics: readonly string[],
  which: 'all chats' | 'chats that go on' = 'all chats',
): Promise<(topic: string) => boolean> {
  const subjects = topics.map((topic) => parseTopic(topic));
  const asked = subjects.flatMap((subject) => (subject && 'conversationId' in subject ? [subject.conversationId] : []));
  const readable = asked.length === 0 ? [] : await findReadableChats(tx, userId, [...new Set(asked)]);
  const ids = new Set(
    readable.filter(({ ended_at }) => which === 'all chats' || ended_at === null).map(({ id }) => id),
  );
  const queues = subjects.some((subject) => subject && 'queueId' in subject) ? await findQueueIds(tx, userId) : [];
  return (topic) => {
    const subject = parseTopic(topic);
    if (!subject) return false;
    if ('queueId' in subject) return queues.includes(subject.queueId);
    return 'userId' in subject ? subject.userId === userId : ids.has(subject.conversationId);
  };
}

async function findQueueIds(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx.selectFrom('queue_member').select('queue_id').where('user_id', '=', userId).execute();
  return rows.map(({ queue_id }) => queue_id);
}

async function findReadableChats(tx: Transaction, userId: string, conversationIds: string[]) {
  return (
    tx
      .selectFrom('member')
      .innerJoin('conversation', 'conversation.id', 'member.conversation_id')
      .select(['conversation.id', 'conversation.ended_at'])
      .distinct()
      .where('member.user_id', '=', userId)
      .where('member.conversation_id', 'in', conversationIds)
      // The same rule as `canReadWholeChat`.
      .where((eb) =>
        eb.or([
          eb('member.state', '<>', 'DISCONNECTED'),
          eb.and([eb('member.joined_at', 'is not', null), eb('member.left_at', '>=', eb.ref('conversation.ended_at'))]),
        ]),
      )
      .execute()
  );
}

/**
 * Removes the topics that these users may no longer subscribe to from their channels, as after leaving a queue. Publish
 * the returned events after the commit, for open sockets.
 */
export async function removeForbiddenTopics(tx: Transaction, userIds: readonly string[]): Promise<ChatEvent[]> {
  if (userIds.length === 0) return [];
  const rows = await tx
    .selectFrom('notification_channel')
    .selectAll()
    .where('user_id', 'in', userIds)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const events: ChatEvent[] = [];
  for (const { id: channelId, user_id, topics: saved } of rows) {
    const before: string[] = JSON.parse(saved);
    const topics = before.filter(await createTopicFilter(tx, user_id, before));
    if (topics.length === before.length) continue;
    await tx
      .updateTable('notification_channel')
      .set({ topics: JSON.stringify(topics) })
      .where('id', '=', channelId)
      .execute();
    events.push({ type: 'topics', channelId, topics, isReplaced: true });
  }
  return events;
}
