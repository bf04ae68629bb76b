import type { Services } from '../services/services.ts';

const everyMs = 60_000;

/** Removes the rows of ways in that are past their time, about once a minute. */
export function createExpiry({ storage, clock }: Pick<Services, 'storage' | 'clock'>): { run(): Promise<void> } {
  let ranAt = Number.NEGATIVE_INFINITY;
  return {
    async run() {
      const now = clock.now();
      if (Math.abs(now - ranAt) < everyMs) return;
      ranAt = now;
      await storage.run('deleteExpired', { now });
    },
  };
}
