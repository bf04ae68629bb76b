import type { Context, Hono } from 'hono';
import { type Channel, TopicList } from '../../protocol/schema/agent.ts';
import { notFound } from '../api-error.ts';
import { requireUser, type StaffEnv, type UserPrincipal } from '../middleware/authenticate.ts';
import { readBody } from '../middleware/validate.ts';
import { type Services, settle } from '../services.ts';
import type { NotificationChannel } from '../storage/operations/channels.ts';
import { changeTopics } from '../stream/channel-topics.ts';
import { channelStreamPath } from '../stream/paths.ts';
import { iso } from '../wire/time.ts';
import { socketBase } from './addresses.ts';
import { pathId } from './guest-caller.ts';

const topicCodes = { '': { missing: 'notification.invalid.topic', wrong: 'notification.invalid.topic' } } as const;

/** Channels that tell agents and bots what happens, and what each one listens to. */
export function addNotificationRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;
  const toWire = (c: Context<StaffEnv>, channel: NotificationChannel): Channel => ({
    id: channel.id,
    connectUri: `${socketBase(c, settings)}${channelStreamPath}${secretFor(services, requireUser(c), channel)}`,
    expires: iso(channel.expiresAt),
  });
  const ownChannel = async (c: Context<StaffEnv>): Promise<NotificationChannel> => {
    const { userId } = requireUser(c);
    const channelId = pathId(c, 'channelId') ?? '';
    const channel = await storage.run('findChannel', { channelId, now: clock.now() });
    if (channel?.userId !== userId) throw notFound('channel');
    return channel;
  };

  routes.post('/notifications/channels', async (c) => {
    const { userId } = requireUser(c);
    const lifeMs = settings.channelLifeMs;
    return c.json(toWire(c, await storage.run('createChannel', { userId, lifeMs, now: clock.now() })));
  });

  routes.get('/notifications/channels', async (c) => {
    const { userId } = requireUser(c);
    const channels = await storage.run('listChannels', { userId, now: clock.now() });
    return c.json({ entities: channels.map((channel) => toWire(c, channel)) });
  });

  routes.get('/notifications/channels/:channelId', async (c) => c.json(toWire(c, await ownChannel(c))));

  routes.get('/notifications/channels/:channelId/subscriptions', async (c) => {
    const { topics } = await ownChannel(c);
    return c.json({ entities: topics.map((id) => ({ id, state: 'Permitted' })) });
  });

  for (const [method, mode] of [
    ['POST', 'add'],
    ['PUT', 'replace'],
  ] as const) {
    routes.on(method, '/notifications/channels/:channelId/subscriptions', async (c) => {
      const { userId } = requireUser(c);
      const topics = (await readBody(c, TopicList, topicCodes)).map(({ id }) => id);
      const channelId = pathId(c, 'channelId') ?? '';
      return c.json({ entities: await changeTopics(services, { channelId, userId, topics, mode }) });
    });
  }

  routes.delete('/notifications/channels/:channelId/subscriptions', async (c) => {
    const { userId } = requireUser(c);
    const channelId = pathId(c, 'channelId') ?? '';
    const change = { now: clock.now(), channelId, userId, topics: [], mode: 'replace' as const };
    await settle(services, storage.run('changeTopics', change));
    return c.body(null, 204);
  });
}

/** The console's address is good once; a program keeps its channel's id for coming back. */
function secretFor({ tickets }: Services, { via }: UserPrincipal, { id }: NotificationChannel): string {
  return via === 'session' ? tickets.issue(id) : id;
}
