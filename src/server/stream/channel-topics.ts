import { ApiError } from '../api-error.ts';
import { type Services, settle } from '../services.ts';

export type TopicChange = { channelId: string; userId: string; topics: readonly string[]; mode: 'add' | 'replace' };
export type TopicState = { id: string; state: 'Permitted' | 'Rejected' };

type TopicKind = { conversationId: string } | { userId: string };

/**
 * Changes what a channel listens to and tells how each topic fared: another's topics are rejected, one by one.
 * Throws 400 for a topic that cannot exist.
 */
export async function changeTopics(services: Services, change: TopicChange): Promise<TopicState[]> {
  const states = await judge(services, change);
  const permitted = states.filter(({ state }) => state === 'Permitted').map(({ id }) => id);
  const { storage, clock } = services;
  await settle(
    services,
    storage.run('changeTopics', {
      now: clock.now(),
      channelId: change.channelId,
      userId: change.userId,
      topics: permitted,
      mode: change.mode,
    }),
  );
  return states;
}

async function judge({ storage }: Services, { topics, userId }: TopicChange): Promise<TopicState[]> {
  const kinds = topics.map((id) => ({ id, kind: kindOf(id) }));
  const conversationIds = kinds.flatMap(({ kind }) => ('conversationId' in kind ? [kind.conversationId] : []));
  const readable = new Set(await storage.run('readableOf', { userId, conversationIds: [...new Set(conversationIds)] }));
  return kinds.map(({ id, kind }) => {
    const isPermitted = 'userId' in kind ? kind.userId === userId : readable.has(kind.conversationId);
    return { id, state: isPermitted ? 'Permitted' : 'Rejected' };
  });
}

function kindOf(topic: string): TopicKind {
  const [, userId] = /^v2\.users\.([^.]+)\.conversations\.chats$/.exec(topic) ?? [];
  if (userId) return { userId };
  const [, conversationId] =
    /^v2\.conversations\.chats\.([^.]+)\.(?:messages|members|mediarequests)$/.exec(topic) ?? [];
  if (conversationId) return { conversationId };
  throw new ApiError('notification.invalid.topic', `There is no topic ${topic.slice(0, 256)}.`);
}
