import { ApiError } from '../core/api-error.ts';
import { subjectOf } from '../domain/topics.ts';
import { type Services, settle } from '../services/services.ts';
import type { TopicChange, TopicState } from '../storage/operations/channels.ts';

/**
 * Changes what a channel listens to and tells how each topic fared: another's topics are rejected, one by one.
 * Throws 400 for a topic that cannot exist.
 */
export async function changeTopics(
  services: Services,
  change: Omit<TopicChange, 'now' | 'lifeMs'>,
): Promise<TopicState[]> {
  const impossible = change.topics.find((topic) => !subjectOf(topic));
  if (impossible !== undefined) {
    throw new ApiError('notification.invalid.topic', `There is no topic ${impossible.slice(0, 256)}.`);
  }
  const { storage, clock, settings } = services;
  const lifeMs = settings.channelLifeMs;
  return settle(services, storage.run('changeTopics', { ...change, lifeMs, now: clock.now() }));
}
