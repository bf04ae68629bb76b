import { publishOutcome, type Services } from '../services/services.ts';
import type { Due } from '../storage/operations/due.ts';

/** So many at once, so that they share commits and leave room for guests. */
const maxConcurrent = 8;
/** A look waits so long for what it began; the next look goes on beside what takes longer. */
const maxWaitMs = 5_000;

export interface DueJobs {
  /**
   * Does what has become due, each thing by itself. One that fails is logged and set aside in the store, longer after
   * each failure; one that takes long is left running. Neither holds up anything else. Rejects where the store cannot
   * be asked.
   */
  runAll(): Promise<void>;
}

export function createDueJobs(services: Pick<Services, 'storage' | 'hub' | 'clock' | 'settings' | 'log'>): DueJobs {
  const { storage, clock, settings, log } = services;
  const running = new Set<Due>();

  async function runJob(due: Due): Promise<void> {
    running.add(due);
    try {
      await publishOutcome(services, storage.run('doDue', { now: clock.now(), timing: settings.timing, due }));
    } catch (err) {
      // A store that takes this note is there, so the failure is this one thing's, a time-out included.
      const { retryAt } = await storage.run('setDueAside', { now: clock.now(), due });
      log.error({ err, due, retryAt: new Date(retryAt) }, 'Something that is due failed and is set aside');
    } finally {
      running.delete(due);
    }
  }

  async function runJobs(all: readonly Due[]): Promise<void> {
    const left = all.values();
    const worker = async () => {
      for (const due of left) await runJob(due);
    };
    await Promise.all(Array.from({ length: maxConcurrent }, worker));
  }

  return {
    async runAll() {
      const all = await storage.run('listDue', { now: clock.now(), running: [...running] });
      const queues = all.filter(({ kind }) => kind === 'waiting');
      const others = all.filter(({ kind }) => kind !== 'waiting');
      await waitBriefly(runJobs(others));
      for (const due of queues) await waitBriefly(runJob(due));
    },
  };

  async function waitBriefly(work: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = clock.every(maxWaitMs, resolve);
    // What fails after nobody waits any more was a store that is away; the next look says so.
    work.catch(() => {});
    await Promise.race([work, promise]).finally(stop);
  }
}
