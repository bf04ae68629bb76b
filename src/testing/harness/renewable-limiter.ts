import type { Clock } from '../../server/core/clock.ts';
import { createRateLimiter, type RateLimiter } from '../../server/core/rate-limiter.ts';

/** All tests come from one address: each begins with nothing spent. */
export type RenewableLimiter = RateLimiter & { renew(): void };

export function createRenewableLimiter(clock: Clock): RenewableLimiter {
  let limiter = createRateLimiter(clock);
  return {
    takeToken: (who, size) => limiter.takeToken(who, size),
    renew() {
      limiter = createRateLimiter(clock);
    },
  };
}
