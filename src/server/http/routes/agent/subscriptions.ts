import type { Hono } from 'hono';
import { TopicList } from '../../../../protocol/schema/agent.ts';
import { changeTopics } from '../../../realtime/channel-topics.ts';
import type { Services } from '../../../services/services.ts';
import { requireUser, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { ownChannel } from './channels.ts';

const topicCodes = { '': { missing: 'notification.invalid.topic', wrong: 'notification.invalid.topic' } } as const;

/** The topics of a notification channel. */
export function addSubscriptionRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const subscriptions = '/notifications/channels/:channelId/subscriptions';

  routes.get(subscriptions, async (c) => {
    const { topics } = await ownChannel(c, services);
    return c.json({ entities: topics.map((id) => ({ id, state: 'Permitted' })) });
  });

  for (const [method, mode] of [
    ['POST', 'add'],
    ['PUT', 'replace'],
  ] as const) {
    routes.on(method, subscriptions, async (c) => {
      const { userId } = requireUser(c);
      const topics = (await readBody(c, TopicList, topicCodes)).map(({ id }) => id);
      const channelId = pathId(c, 'channelId');
      return c.json({ entities: await changeTopics(services, { channelId, userId, topics, mode }) });
    });
  }

  routes.delete(subscriptions, async (c) => {
    const { userId } = requireUser(c);
    const channelId = pathId(c, 'channelId');
    await changeTopics(services, { channelId, userId, topics: [], mode: 'replace' });
    return c.body(null, 204);
  });
}
