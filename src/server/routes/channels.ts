import type { Context, Hono } from 'hono';
import type { Channel } from '../../protocol/schema/agent.ts';
import { notFound } from '../api-error.ts';
import { requireUser, type StaffEnv, type UserPrincipal } from '../middleware/authenticate.ts';
import { availableTopics } from '../rules/topics.ts';
import { type Services, settle } from '../services.ts';
import type { NotificationChannel } from '../storage/operations/channels.ts';
import { channelStreamPath } from '../stream/paths.ts';
import { iso } from '../wire/time.ts';
import { socketBase } from './addresses.ts';
import { pathId } from './path-id.ts';

/** Channels that tell agents and bots what happens. */
export function addChannelRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;
  const toWire = (c: Context<StaffEnv>, channel: NotificationChannel): Channel => ({
    id: channel.id,
    connectUri: `${socketBase(c, settings)}${channelStreamPath}${secretFor(services, requireUser(c), channel)}`,
    expires: iso(channel.expiresAt),
  });

  routes.post('/notifications/channels', async (c) => {
    const user = requireUser(c);
    const through = user.via === 'session' ? { sessionIdHash: user.sessionIdHash } : { clientId: user.clientId };
    const wanted = { userId: user.userId, lifeMs: settings.channelLifeMs, now: clock.now(), through };
    return c.json(toWire(c, await settle(services, storage.run('createChannel', wanted))));
  });

  routes.get('/notifications/channels', async (c) => {
    const { userId } = requireUser(c);
    const channels = await storage.run('listChannels', { userId, now: clock.now() });
    return c.json({ entities: channels.map((channel) => toWire(c, channel)) });
  });

  routes.get('/notifications/availabletopics', (c) => {
    requireUser(c);
    return c.json({ entities: availableTopics });
  });

  routes.get('/notifications/channels/:channelId', async (c) => c.json(toWire(c, await ownChannel(c, services))));
}

/** The channel the path names, if it is the caller's. Throws 404. */
export async function ownChannel(
  c: Context<StaffEnv>,
  { storage, clock }: Pick<Services, 'storage' | 'clock'>,
): Promise<NotificationChannel> {
  const { userId } = requireUser(c);
  const channel = await storage.run('findChannel', { channelId: pathId(c, 'channelId'), now: clock.now() });
  if (channel?.userId !== userId) throw notFound('channel');
  return channel;
}

/** The console's address is good once; a program keeps its channel's id for coming back. */
function secretFor({ tickets }: Services, { via }: UserPrincipal, { id }: NotificationChannel): string {
  return via === 'session' ? tickets.issue(id) : id;
}
