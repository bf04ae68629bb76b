import type { Services } from '../services/services.ts';

const everyMs = 60_000;

/** Deletes expired sessions, tickets, invitations and other credentials, about once a minute. */
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
