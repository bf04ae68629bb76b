import type { Context, Hono } from 'hono';
import type { Channel } from '../../../../protocol/schema/agent.ts';
import { hashSecret, randomSecret } from '../../../auth/passwords.ts';
import { notFound } from '../../../core/api-error.ts';
import { iso } from '../../../core/clock.ts';
import { availableTopics } from '../../../domain/topics.ts';
import { channelStreamUri } from '../../../realtime/stream-paths.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { ChannelOpener, NotificationChannel } from '../../../storage/operations/channels.ts';
import { requireUser, type StaffEnv, type UserPrincipal } from '../../middleware/authenticate.ts';
import { socketBase } from '../addresses.ts';
import { pathId } from '../request-parameters.ts';

const ticketLifeMs = 60_000;

/** Notification channels of agents and bots. */
export function addChannelRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;
  const presentChannel = async (c: Context<StaffEnv>, channel: NotificationChannel): Promise<Channel> => ({
    id: channel.id,
    connectUri: channelStreamUri(socketBase(c, settings), await secretFor(services, requireUser(c), channel)),
    expires: iso(channel.expiresAt),
  });

  routes.post('/notifications/channels', async (c) => {
    const user = requireUser(c);
    const wanted = {
      userId: user.userId,
      lifeMs: settings.channelLifetimeMs,
      now: clock.now(),
      through: throughOf(user),
    };
    return c.json(await presentChannel(c, await publishOutcome(services, storage.run('createChannel', wanted))));
  });

  routes.get('/notifications/channels', async (c) => {
    const user = requireUser(c);
    const { userId } = user;
    const channels = await storage.run('listChannels', { userId, now: clock.now(), through: throughOf(user) });
    return c.json({ entities: await Promise.all(channels.map((channel) => presentChannel(c, channel))) });
  });

  routes.get('/notifications/availabletopics', (c) => {
    requireUser(c);
    return c.json({ entities: availableTopics });
  });

  routes.get('/notifications/channels/:channelId', async (c) =>
    c.json(await presentChannel(c, await ownChannel(c, services))),
  );
}

/** The channel in the path, if it is the caller's. Throws 404. */
export async function ownChannel(
  c: Context<StaffEnv>,
  { storage, clock }: Pick<Services, 'storage' | 'clock'>,
): Promise<NotificationChannel> {
  const { userId } = requireUser(c);
  const channel = await storage.run('findChannel', { channelId: pathId(c, 'channelId'), now: clock.now() });
  if (channel?.userId !== userId) throw notFound('channel');
  return channel;
}

/** The session or client through which the user is signed in; their channels end with it. */
function throughOf(user: UserPrincipal): ChannelOpener {
  const { via } = user;
  return via === 'session'
    ? { sessionIdHash: user.sessionIdHash }
    : { clientId: user.clientId, secretNumber: user.secretNumber };
}

/** A one-time ticket for the console; for a program the channel's id, with which it can reconnect. Throws 401 and 404. */
async function secretFor({ storage, clock }: Services, user: UserPrincipal, { id }: NotificationChannel) {
  if (user.via === 'client') return id;
  const secret = randomSecret();
  const now = clock.now();
  const ticket = { channelId: id, sessionIdHash: user.sessionIdHash, secretHash: hashSecret(secret) };
  if (await storage.run('issueTicket', { ...ticket, now, expiresAt: now + ticketLifeMs })) return secret;
  throw notFound('channel');
}
