import type { Services } from '../services/services.ts';
import { createDueWork } from './due-jobs.ts';
import { createExpiry } from './expiry.ts';
import { createSearchIndexing } from './search-indexing.ts';
import { createTestAgents } from './test-agents.ts';

/** Asks the store again and again what has become due. */
export interface Ticker {
  /** One look, now; never two at once. */
  tick(): Promise<void>;
  stop(): void;
}

/** Nobody looked for so long: the machine slept, and nobody could speak, return or attach meanwhile. */
const sleptMs = 30_000;

/** Starts by giving every guest the grace to come back: this process knows of no sockets yet. */
export async function startTicker(services: Services): Promise<Ticker> {
  const { storage, clock, settings, log } = services;
  const work = createDueWork(services);
  const expiry = createExpiry(services);
  const testAgents = createTestAgents(services);
  const indexing = createSearchIndexing(services);
  let running: Promise<void> | undefined;
  let lookedAt = clock.now();

  async function look(): Promise<void> {
    const now = clock.now();
    const slept = now - lookedAt > sleptMs;
    try {
      if (slept) await storage.run('putOffEnds', { now, timing: settings.timing });
      if (now < lookedAt) await storage.run('limitDeadlines', { now, timing: settings.timing });
      lookedAt = now;
      await work.look();
      await testAgents.look();
      await expiry.look();
    } catch (err) {
      // The next look tries again; what is due stays due.
      log.error({ err }, 'What is due could not be done');
    } finally {
      running = undefined;
    }
  }

  const tick = async () => {
    running ??= look();
    // Beside it: whoever waits for an agent does not wait for this.
    await Promise.all([running, indexing.run()]);
  };

  await storage.run('startEveryGrace', { now: lookedAt, timing: settings.timing });
  await storage.run('limitDeadlines', { now: lookedAt, timing: settings.timing });
  const stop = clock.every(settings.tickMs, () => void tick());
  return { tick, stop };
}
