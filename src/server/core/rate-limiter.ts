import { type Bucket, type BucketSize, takeToken } from '../domain/rate-limit.ts';
import { tooManyRequests } from './api-error.ts';
import type { Clock } from './clock.ts';

/** Limits how often each caller does something, counted in this process's memory. */
export interface RateLimiter {
  /** Takes one token from the bucket of `who`. Throws 429 with the time to wait where it is empty. */
  takeToken(who: string, size: BucketSize): void;
}

/** Above this number the bucket that was not used for longest is dropped. */
const maxBuckets = 50_000;

export function createRateLimiter(clock: Pick<Clock, 'now'>): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    takeToken(who, size) {
      const { bucket, waitMs } = takeToken(buckets.get(who), size, clock.now());
      // A key that is deleted and set again moves to the end: the map stays in order of last use.
      buckets.delete(who);
      buckets.set(who, bucket);
      if (buckets.size > maxBuckets) {
        for (const oldest of buckets.keys()) {
          buckets.delete(oldest);
          break;
        }
      }
      if (waitMs > 0) throw tooManyRequests(Math.ceil(waitMs / 1000));
    },
  };
}
