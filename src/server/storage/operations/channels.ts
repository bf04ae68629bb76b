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
  /** Listening to something renews a channel. */
  lifeMs: number;
};
/** Through what a channel is opened: with that gone, so is the channel. */
export type OpenedThrough = { sessionIdHash: string } | { clientId: string };
export type TopicState = { id: string; state: 'Permitted' | 'Rejected' };

export const channelOperations = {
  /** Opens a channel; the oldest of too many goes. */
  async createChannel(
    tx: Transaction,
    args: { now: number; userId: string; lifeMs: number; through: OpenedThrough },
  ): Promise<Outcome<NotificationChannel>> {
    return perform(tx, args.now, async ({ events }) => {
      const { now, userId, through } = args;
      for (const channelId of await dropChannels(tx, { now, userId })) {
        events.push({ type: 'channel-closed', channelId, reason: 'another_channel_subscribed' });
      }
      const row: NotificationChannelTable = {
        id: newId(),
        user_id: userId,
        topics: '[]',
        created_at: now,
        expires_at: now + args.lifeMs,
        session_id_hash: 'sessionIdHash' in through ? through.sessionIdHash : null,
        client_id: 'clientId' in through ? through.clientId : null,
      };
      await tx.insertInto('notification_channel').values(row).execute();
      return { value: toChannel(row) };
    });
  },

  /** Signs somebody out of the console: the channels of that session are over with it. */
  async closeConsoleSession(tx: Transaction, args: { now: number; idHash: string }): Promise<Outcome<null>> {
    return perform(tx, args.now, async ({ events }) => {
      await tx.deleteFrom('console_session').where('id_hash', '=', args.idHash).execute();
      const closed = await tx
        .deleteFrom('notification_channel')
        .where('session_id_hash', '=', args.idHash)
        .returning('id')
        .execute();
      for (const { id: channelId } of closed) {
        events.push({ type: 'channel-closed', channelId, reason: 'user_tokens_revoked' });
      }
      return { value: null };
    });
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
    if (!row || !(await isStillGood(tx, row, args.now))) return undefined;
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
        .set({ topics: JSON.stringify(topics), expires_at: args.now + args.lifeMs })
        .where('id', '=', row.id)
        .execute();
      work.events.push({ type: 'topics', channelId: row.id, topics, isReplaced: args.mode === 'replace' });
      return { value: args.topics.map((id) => ({ id, state: mayHear(id) ? 'Permitted' : 'Rejected' })) };
    });
  },
};

const tooManyTopics = refusal(
  'notification.subscription.too.many.subscriptions',
  `At most ${topicLimit} topics a channel`,
);

/** Makes room for one more: drops what expired and the oldest above the limit, and tells which were good until now. */
async function dropChannels(tx: Transaction, { now, userId }: { now: number; userId: string }): Promise<string[]> {
  // One after another for a user, so that there are never too many.
  await tx.selectFrom('user').select('id').where('id', '=', userId).forNoKeyUpdate().execute();
  const old = await tx
    .selectFrom('notification_channel')
    .select(['id', 'expires_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .execute();
  const over = old.filter(({ expires_at }, index) => expires_at <= now || index >= channelLimit - 1);
  for (const { id } of over) await tx.deleteFrom('notification_channel').where('id', '=', id).execute();
  return over.filter(({ expires_at }) => expires_at > now).map(({ id }) => id);
}

/** Whether its user and whatever it was opened through are still let in. */
async function isStillGood(
  tx: Transaction,
  { user_id, session_id_hash, client_id }: NotificationChannelTable,
  now: number,
): Promise<boolean> {
  const user = await tx
    .selectFrom('user')
    .select('id')
    .where('id', '=', user_id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (!user) return false;
  if (session_id_hash !== null) {
    const session = tx.selectFrom('console_session').select('id_hash').where('id_hash', '=', session_id_hash);
    return (await session.where('expires_at', '>', now).executeTakeFirst()) !== undefined;
  }
  if (client_id === null) return true;
  const client = tx.selectFrom('oauth_client').select('id').where('id', '=', client_id);
  return (await client.where('user_id', '=', user_id).executeTakeFirst()) !== undefined;
}

/** Which of these topics the user may hear: its own, its queues', and those of chats it may read. */
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
  const queues = subjects.some((subject) => subject && 'queueId' in subject) ? await queuesOf(tx, userId) : [];
  return (topic) => {
    const subject = subjectOf(topic);
    if (!subject) return false;
    if ('queueId' in subject) return queues.includes(subject.queueId);
    return 'userId' in subject ? subject.userId === userId : ids.has(subject.conversationId);
  };
}

async function queuesOf(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx.selectFrom('queue_member').select('queue_id').where('user_id', '=', userId).execute();
  return rows.map(({ queue_id }) => queue_id);
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
