import type { Services } from '../services/services.ts';

const everyMs = 60_000;

/** Removes the rows of ways in that are past their time, about once a minute. */
export function createExpiry({ storage, clock }: Pick<Services, 'storage' | 'clock'>): { look(): Promise<void> } {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    async look() {
      const now = clock.now();
      if (Math.abs(now - lookedAt) < everyMs) return;
      lookedAt = now;
      await storage.run('deleteExpired', { now });
    },
  };
}
