import { publishOutcome, type Services } from '../services/services.ts';
import type { DueJob } from '../storage/repositories/due-jobs.ts';

/** Jobs that run at once: several, so that they share commits, and few, so that guests' requests are not delayed. */
const maxConcurrent = 8;
/** How long one run waits for its jobs; the next run goes on beside those that take longer. */
const maxWaitMs = 5_000;

export interface DueJobs {
  /**
   * Runs every job that is due. One that fails is logged and set aside in the store, longer after each failure; one that
   * takes long goes on in the background. Neither delays the others. Rejects where the store does not answer.
   */
  runAll(): Promise<void>;
}

export function createDueJobs(services: Pick<Services, 'storage' | 'hub' | 'clock' | 'settings' | 'log'>): DueJobs {
  const { storage, clock, settings, log } = services;
  const running = new Set<DueJob>();

  async function runJob(due: DueJob): Promise<void> {
    running.add(due);
    try {
      await publishOutcome(services, storage.run('runDueJob', { now: clock.now(), timing: settings.timing, due }));
    } catch (err) {
      // A store that can write this works, so the failure, also a time-out, is this job's own.
      const { retryAt } = await storage.run('postponeDueJob', { now: clock.now(), due });
      log.error({ err, due, retryAt: new Date(retryAt) }, 'Something that is due failed and is set aside');
    } finally {
      running.delete(due);
    }
  }

  async function runJobs(all: readonly DueJob[]): Promise<void> {
    const left = all.values();
    const worker = async () => {
      for (const due of left) await runJob(due);
    };
    await Promise.all(Array.from({ length: maxConcurrent }, worker));
  }

  return {
    async runAll() {
      const all = await storage.run('listDueJobs', { now: clock.now(), running: [...running] });
      const queues = all.filter(({ kind }) => kind === 'waiting');
      const others = all.filter(({ kind }) => kind !== 'waiting');
      await waitBriefly(runJobs(others));
      for (const due of queues) await waitBriefly(runJob(due));
    },
  };

  async function waitBriefly(work: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = clock.every(maxWaitMs, resolve);
    // A job rejects only where the store does not answer, which the next run reports.
    work.catch(() => {});
    await Promise.race([work, promise]).finally(stop);
  }
}
