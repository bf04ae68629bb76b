import { refusal } from '../../rules/refusal.ts';
import { subjectOf } from '../../rules/topics.ts';
import type { NotificationChannelTable } from '../schema.ts';
import type { Transaction } from '../storage.ts';
import { newId, type Outcome, perform } from '../work.ts';

/** As many as the platform allows a user. */
const channelLimit = 20;
const topicLimit = 1000;

export type NotificationChannel = { id: string; userId: string; topics: string[]; expiresAt: number };
export type TopicChange = {
  now: number;
  channelId: string;
  userId: string;
  topics: readonly string[];
  mode: 'add' | 'replace';
};
export type TopicState = { id: string; state: 'Permitted' | 'Rejected' };

export const channelOperations = {
  /** Opens a channel; the oldest of too many goes. */
  async createChannel(
    tx: Transaction,
    args: { now: number; userId: string; lifeMs: number },
  ): Promise<NotificationChannel> {
    // One after another for a user, so that there are never too many.
    await tx.selectFrom('user').select('id').where('id', '=', args.userId).forNoKeyUpdate().execute();
    const old = await tx
      .selectFrom('notification_channel')
      .select(['id', 'expires_at'])
      .where('user_id', '=', args.userId)
      .orderBy('created_at', 'desc')
      .execute();
    const gone = old.filter(({ expires_at }, index) => expires_at <= args.now || index >= channelLimit - 1);
    if (gone.length > 0) {
      await tx
        .deleteFrom('notification_channel')
        .where(
          'id',
          'in',
          gone.map(({ id }) => id),
        )
        .execute();
    }
    const row: NotificationChannelTable = {
      id: newId(),
      user_id: args.userId,
      topics: '[]',
      created_at: args.now,
      expires_at: args.now + args.lifeMs,
    };
    await tx.insertInto('notification_channel').values(row).execute();
    return toChannel(row);
  },

  async listChannels(tx: Transaction, args: { now: number; userId: string }): Promise<NotificationChannel[]> {
    const rows = await tx
      .selectFrom('notification_channel')
      .selectAll()
      .where('user_id', '=', args.userId)
      .where('expires_at', '>', args.now)
      .orderBy('created_at')
      .execute();
    return rows.map(toChannel);
  },

  /** By its id alone, which is the secret that opens its socket; with the topics its user may hear now. */
  async findChannel(
    tx: Transaction,
    args: { now: number; channelId: string },
  ): Promise<NotificationChannel | undefined> {
    const row = await tx
      .selectFrom('notification_channel')
      .selectAll()
      .where('id', '=', args.channelId)
      .where('expires_at', '>', args.now)
      .executeTakeFirst();
    if (!row) return undefined;
    const channel = toChannel(row);
    const mayHear = await hearing(tx, channel.userId, channel.topics);
    return { ...channel, topics: channel.topics.filter(mayHear) };
  },

  /** Whatever was subscribed to before is judged again: an offer not taken gives no right to listen on. */
  async changeTopics(tx: Transaction, args: TopicChange): Promise<Outcome<TopicState[]>> {
    return perform(tx, args.now, async (work) => {
      const row = await tx
        .selectFrom('notification_channel')
        .selectAll()
        .where('id', '=', args.channelId)
        .where('user_id', '=', args.userId)
        .where('expires_at', '>', args.now)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!row) return { refusal: refusal('not.found', 'There is no such channel among yours') };
      const before = args.mode === 'add' ? toChannel(row).topics : [];
      const goesOn = await hearing(tx, args.userId, before, 'chats that go on');
      const mayHear = await hearing(tx, args.userId, args.topics);
      const topics = [...new Set([...before.filter(goesOn), ...args.topics.filter(mayHear)])];
      if (topics.length > topicLimit) return { refusal: tooManyTopics };
      await tx
        .updateTable('notification_channel')
        .set({ topics: JSON.stringify(topics) })
        .where('id', '=', row.id)
        .execute();
      work.events.push({ type: 'topics', channelId: row.id, topics });
      return { value: args.topics.map((id) => ({ id, state: mayHear(id) ? 'Permitted' : 'Rejected' })) };
    });
  },
};

const tooManyTopics = refusal(
  'notification.subscription.too.many.subscriptions',
  `At most ${topicLimit} topics a channel`,
);

/** Which of these topics the user may hear: its own, and those of chats it may read. */
async function hearing(
  tx: Transaction,
  userId: string,
  topics: readonly string[],
  which: 'all chats' | 'chats that go on' = 'all chats',
): Promise<(topic: string) => boolean> {
  const subjects = topics.map((topic) => subjectOf(topic));
  const asked = subjects.flatMap((subject) => (subject && 'conversationId' in subject ? [subject.conversationId] : []));
  const readable = asked.length === 0 ? [] : await readableOf(tx, userId, [...new Set(asked)]);
  const ids = new Set(
    readable.filter(({ ended_at }) => which === 'all chats' || ended_at === null).map(({ id }) => id),
  );
  return (topic) => {
    const subject = subjectOf(topic);
    if (!subject) return false;
    return 'userId' in subject ? subject.userId === userId : ids.has(subject.conversationId);
  };
}

async function readableOf(tx: Transaction, userId: string, conversationIds: string[]) {
  return tx
    .selectFrom('member')
    .innerJoin('conversation', 'conversation.id', 'member.conversation_id')
    .select(['conversation.id', 'conversation.ended_at'])
    .distinct()
    .where('member.user_id', '=', userId)
    .where('member.conversation_id', 'in', conversationIds)
    .where((eb) => eb.or([eb('member.state', '<>', 'DISCONNECTED'), eb('member.joined_at', 'is not', null)]))
    .execute();
}

function toChannel(row: NotificationChannelTable): NotificationChannel {
  return { id: row.id, userId: row.user_id, topics: JSON.parse(row.topics), expiresAt: row.expires_at };
}
