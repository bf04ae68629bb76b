import { reject } from '../../domain/rejection.ts';
import { endSession } from '../repositories/revoke-access.ts';
import { createTopicFilter } from '../repositories/topic-access.ts';
import type { NotificationChannelTable } from '../schema/schema.ts';
import type { Transaction } from '../transaction.ts';
import { newId, type OperationResult, runOperation } from '../unit-of-work.ts';

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
  /** A change of topics extends the life of the channel by this. */
  lifeMs: number;
};
/** The session or client through which a channel is opened; the channel ends with it. */
export type ChannelOpener = { sessionIdHash: string } | { clientId: string; secretNumber: number };
export type TopicState = { id: string; state: 'Permitted' | 'Rejected' };

export const channelOperations = {
  /** Opens a channel; the oldest of too many goes. */
  async createChannel(
    tx: Transaction,
    args: { now: number; userId: string; lifeMs: number; through: ChannelOpener },
  ): Promise<OperationResult<NotificationChannel>> {
    return runOperation(tx, args.now, async ({ events }) => {
      const { now, userId, through } = args;
      for (const channelId of await removeOldChannels(tx, { now, userId })) {
        events.push({ type: 'channel-closed', channelId, reason: 'another_channel_subscribed' });
      }
      if (!(await isStillValid(tx, { userId, through, now }, 'write'))) return { rejection: accessRevoked };
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

  /** Ends a console session and closes its channels. */
  async closeConsoleSession(tx: Transaction, args: { now: number; idHash: string }): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async ({ events }) => {
      events.push(...(await endSession(tx, args.idHash)));
      return { value: null };
    });
  },

  /** Those opened through the same session or client: an id is a secret that opens a socket. */
  async listChannels(
    tx: Transaction,
    { now, userId, through }: { now: number; userId: string; through: ChannelOpener },
  ): Promise<NotificationChannel[]> {
    const own = tx.selectFrom('notification_channel').selectAll().where('user_id', '=', userId);
    const rows = await ('clientId' in through
      ? own.where('client_id', '=', through.clientId)
      : own.where('session_id_hash', '=', through.sessionIdHash)
    )
      .where('expires_at', '>', now)
      .orderBy('created_at')
      .execute();
    return rows.map(toChannel);
  },

  /** Finds a channel with those of its topics that its user may still subscribe to. */
  async findChannel(
    tx: Transaction,
    args: { now: number; channelId: string },
  ): Promise<NotificationChannel | undefined> {
    const row = await findValidChannel(tx, args);
    return row && toPermittedChannel(tx, row);
  },

  /** Checks earlier topics again: an offer that was not accepted gives no right to stay subscribed. */
  async changeTopics(tx: Transaction, args: TopicChange): Promise<OperationResult<TopicState[]>> {
    return runOperation(tx, args.now, async (work) => {
      const locked = await tx
        .selectFrom('notification_channel')
        .select('id')
        .where('id', '=', args.channelId)
        .where('user_id', '=', args.userId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      const row = locked && (await findValidChannel(tx, args, 'write'));
      if (!row) return { rejection: reject('not.found', 'There is no such channel among yours') };
      const before = args.mode === 'add' ? toChannel(row).topics : [];
      const goesOn = await createTopicFilter(tx, args.userId, before, 'chats that go on');
      const mayHear = await createTopicFilter(tx, args.userId, args.topics);
      const topics = [...new Set([...before.filter(goesOn), ...args.topics.filter(mayHear)])];
      if (topics.length > topicLimit) return { rejection: tooManyTopics };
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

const accessRevoked = reject('bad.credentials', 'These credentials were taken back');
const tooManyTopics = reject(
  'notification.subscription.too.many.subscriptions',
  `At most ${topicLimit} topics a channel`,
);

/**
 * Makes room for one more channel: deletes expired ones and the oldest above the limit. Returns those that had not
 * expired.
 */
async function removeOldChannels(tx: Transaction, { now, userId }: { now: number; userId: string }): Promise<string[]> {
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

/** A channel's row, while its user and the session or client of the channel are valid. */
export async function findValidChannel(
  tx: Transaction,
  { channelId, now }: { channelId: string; now: number },
  intent: 'read' | 'write' = 'read',
): Promise<NotificationChannelTable | undefined> {
  const row = await tx
    .selectFrom('notification_channel')
    .selectAll()
    .where('id', '=', channelId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  const through = row && readOpener(row);
  return through && (await isStillValid(tx, { userId: row.user_id, through, now }, intent)) ? row : undefined;
}

/** A channel of a client is there only as long as the secret for whose token it was opened. */
function readOpener({ session_id_hash, client_id }: NotificationChannelTable) {
  if (session_id_hash !== null) return { sessionIdHash: session_id_hash };
  return client_id === null ? undefined : { clientId: client_id };
}

type Holder = {
  userId: string;
  through: { sessionIdHash: string } | { clientId: string; secretNumber?: number };
  now: number;
};

/** With the intent to write, the session or client is locked, so that it cannot end before the transaction does. */
async function isStillValid(
  tx: Transaction,
  { userId, through, now }: Holder,
  intent: 'read' | 'write',
): Promise<boolean> {
  if ('sessionIdHash' in through) {
    const sessions = tx
      .selectFrom('console_session')
      .innerJoin('user', 'user.id', 'console_session.user_id')
      .select('user.id')
      .where('console_session.id_hash', '=', through.sessionIdHash)
      .where('console_session.expires_at', '>', now)
      .where('user.removed_at', 'is', null);
    const session = await (intent === 'write' ? sessions.forShare('console_session') : sessions).executeTakeFirst();
    return session?.id === userId;
  }
  const clients = tx
    .selectFrom('oauth_client')
    .innerJoin('user', 'user.id', 'oauth_client.user_id')
    .select(['user.id', 'oauth_client.secret_number'])
    .where('oauth_client.id', '=', through.clientId)
    .where('user.removed_at', 'is', null);
  const client = await (intent === 'write' ? clients.forShare('oauth_client') : clients).executeTakeFirst();
  return client?.id === userId && (through.secretNumber ?? client.secret_number) === client.secret_number;
}

export async function toPermittedChannel(tx: Transaction, row: NotificationChannelTable): Promise<NotificationChannel> {
  const channel = toChannel(row);
  const mayHear = await createTopicFilter(tx, channel.userId, channel.topics);
  return { ...channel, topics: channel.topics.filter(mayHear) };
}

function toChannel(row: NotificationChannelTable): NotificationChannel {
  return { id: row.id, userId: row.user_id, topics: JSON.parse(row.topics), expiresAt: row.expires_at };
}
