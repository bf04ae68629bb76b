import { ApiError } from './api-error.ts';
import { type Services, settle } from './services.ts';
import type { Due } from './storage/operations/due.ts';

/** So many at once, so that they share commits and leave room for guests. */
const atOnce = 8;
/** Until something that failed is tried again. */
const pauseMs = 60_000;

export interface DueWork {
  /**
   * Does what has become due, each thing by itself: one that fails is logged and left alone for a minute, and holds up
   * nothing else. Rejects where the store cannot be asked.
   */
  look(): Promise<void>;
}

export function createDueWork(services: Pick<Services, 'storage' | 'hub' | 'clock' | 'settings' | 'log'>): DueWork {
  const { storage, clock, settings, log } = services;
  const failed = new Map<string, { due: Due; until: number }>();

  async function attempt(due: Due): Promise<void> {
    try {
      await settle(services, storage.run('doDue', { now: clock.now(), timing: settings.timing, due }));
    } catch (err) {
      // A store that is away says nothing about this one thing.
      if (err instanceof ApiError && err.code === 'service.unavailable') throw err;
      failed.set(`${due.kind} ${due.id}`, { due, until: clock.now() + pauseMs });
      log.error({ err, due }, 'Something that is due could not be done; it is tried again in a minute');
    }
  }

  return {
    async look() {
      const now = clock.now();
      for (const [key, { until }] of failed) if (until <= now) failed.delete(key);
      const except = [...failed.values()].map(({ due }) => due);
      const all = await storage.run('listDue', { now, except });
      const waiting = all.filter(({ kind }) => kind === 'waiting');
      const others = all.filter(({ kind }) => kind !== 'waiting');
      for (let from = 0; from < others.length; from += atOnce) {
        await Promise.all(others.slice(from, from + atOnce).map(attempt));
      }
      for (const due of waiting) await attempt(due);
    },
  };
}
