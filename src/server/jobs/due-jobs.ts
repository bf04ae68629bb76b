import { type Services, settle } from '../services/services.ts';
import type { Due } from '../storage/operations/due.ts';

/** So many at once, so that they share commits and leave room for guests. */
const atOnce = 8;
/** A look waits so long for what it began; the next look goes on beside what takes longer. */
const patienceMs = 5_000;

export interface DueWork {
  /**
   * Does what has become due, each thing by itself. One that fails is logged and set aside in the store, longer after
   * each failure; one that takes long is left running. Neither holds up anything else. Rejects where the store cannot
   * be asked.
   */
  look(): Promise<void>;
}

export function createDueWork(services: Pick<Services, 'storage' | 'hub' | 'clock' | 'settings' | 'log'>): DueWork {
  const { storage, clock, settings, log } = services;
  const running = new Set<Due>();

  async function attempt(due: Due): Promise<void> {
    running.add(due);
    try {
      await settle(services, storage.run('doDue', { now: clock.now(), timing: settings.timing, due }));
    } catch (err) {
      // A store that takes this note is there, so the failure is this one thing's, a time-out included.
      const { retryAt } = await storage.run('setDueAside', { now: clock.now(), due });
      log.error({ err, due, retryAt: new Date(retryAt) }, 'Something that is due failed and is set aside');
    } finally {
      running.delete(due);
    }
  }

  async function attemptAll(all: readonly Due[]): Promise<void> {
    const left = all.values();
    const lane = async () => {
      for (const due of left) await attempt(due);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }

  return {
    async look() {
      const all = await storage.run('listDue', { now: clock.now(), running: [...running] });
      const queues = all.filter(({ kind }) => kind === 'waiting');
      const others = all.filter(({ kind }) => kind !== 'waiting');
      await withinPatience(attemptAll(others));
      for (const due of queues) await withinPatience(attempt(due));
    },
  };

  async function withinPatience(work: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = clock.every(patienceMs, resolve);
    // What fails after nobody waits any more was a store that is away; the next look says so.
    work.catch(() => {});
    await Promise.race([work, promise]).finally(stop);
  }
}
