import { refusal } from '../../rules/refusal.ts';
import type { NotificationChannelTable } from '../schema.ts';
import type { Transaction } from '../storage.ts';
import { type Decided, newId, type Outcome, perform } from '../work.ts';

/** As many as the platform allows a user. */
const channelLimit = 20;
const topicLimit = 1000;

export type NotificationChannel = { id: string; userId: string; topics: string[]; expiresAt: number };
type ChannelArgs = { now: number; channelId: string; userId: string };

export const channelOperations = {
  /** Opens a channel; the oldest of too many goes. */
  async createChannel(
    tx: Transaction,
    args: { now: number; userId: string; lifeMs: number },
  ): Promise<NotificationChannel> {
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

  /** By its id alone, which is the secret that opens its socket. */
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
    return row && toChannel(row);
  },

  async changeTopics(
    tx: Transaction,
    args: ChannelArgs & { topics: string[]; mode: 'add' | 'replace' },
  ): Promise<Outcome<string[]>> {
    return perform(tx, args.now, async (work): Promise<Decided<string[]>> => {
      const row = await tx
        .selectFrom('notification_channel')
        .selectAll()
        .where('id', '=', args.channelId)
        .where('user_id', '=', args.userId)
        .where('expires_at', '>', args.now)
        .executeTakeFirst();
      if (!row) return { refusal: refusal('not.found', 'There is no such channel among yours') };
      const kept = args.mode === 'add' ? toChannel(row).topics : [];
      const topics = [...new Set([...kept, ...args.topics])];
      if (topics.length > topicLimit) {
        return {
          refusal: refusal(
            'notification.subscription.too.many.subscriptions',
            `At most ${topicLimit} topics a channel`,
          ),
        };
      }
      await tx
        .updateTable('notification_channel')
        .set({ topics: JSON.stringify(topics) })
        .where('id', '=', row.id)
        .execute();
      work.events.push({ type: 'topics', channelId: row.id, topics });
      return { value: topics };
    });
  },

  /** Which of these conversations the user may read. */
  async readableOf(tx: Transaction, args: { userId: string; conversationIds: string[] }): Promise<string[]> {
    if (args.conversationIds.length === 0) return [];
    const rows = await tx
      .selectFrom('member')
      .select('conversation_id')
      .distinct()
      .where('user_id', '=', args.userId)
      .where('conversation_id', 'in', args.conversationIds)
      .where((eb) => eb.or([eb('state', '<>', 'DISCONNECTED'), eb('joined_at', 'is not', null)]))
      .execute();
    return rows.map(({ conversation_id }) => conversation_id);
  },
};

function toChannel(row: NotificationChannelTable): NotificationChannel {
  return { id: row.id, userId: row.user_id, topics: JSON.parse(row.topics), expiresAt: row.expires_at };
}
