import { type Bucket, type BucketSize, takeToken } from '../domain/rate-limit.ts';
import { tooManyRequests } from './api-error.ts';
import type { Clock } from './clock.ts';

/** Counts who does how much, in this process's memory. */
export interface RateLimiter {
  /** Throws 429 with the time to wait when `who` did too much of this. */
  takeToken(who: string, size: BucketSize): void;
}

/** Beyond so many, whoever was quiet for longest is forgotten first. */
const maxBuckets = 50_000;

export function createRateLimiter(clock: Pick<Clock, 'now'>): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return {
    takeToken(who, size) {
      const { bucket, waitMs } = takeToken(buckets.get(who), size, clock.now());
      // Deleted and set again, the map stays in order of last use.
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
