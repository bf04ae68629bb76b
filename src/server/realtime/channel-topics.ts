import { ApiError } from '../core/api-error.ts';
import { parseTopic } from '../domain/topics.ts';
import { publishOutcome, type Services } from '../services/services.ts';
import type { TopicChange, TopicState } from '../storage/operations/channels.ts';

/**
 * Changes the topics of a channel and returns the state of each: topics of others are rejected one by one.
 * Throws 400 for a topic that cannot exist.
 */
export async function changeTopics(
  services: Services,
  change: Omit<TopicChange, 'now' | 'lifeMs'>,
): Promise<TopicState[]> {
  const impossible = change.topics.find((topic) => !parseTopic(topic));
  if (impossible !== undefined) {
    throw new ApiError('notification.invalid.topic', `There is no topic ${impossible.slice(0, 256)}.`);
  }
  const { storage, clock, settings } = services;
  const lifeMs = settings.channelLifetimeMs;
  return publishOutcome(services, storage.run('changeTopics', { ...change, lifeMs, now: clock.now() }));
}
