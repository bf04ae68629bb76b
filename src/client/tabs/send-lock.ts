import type { Clock } from '../../environment/environment.ts';
import type { Tabs } from './tabs.ts';

/** Shorter than whoever asks waits: what comes after that could come unawaited. */
const MAX_HELD_MS = 8_000;

/**
 * Does it while no other tab does the like. A tab that takes longer than 8 s over it is frozen or as good as: then its turn is
 * over. `isStillOurs` tells the task whether that has happened to it.
 */
export function withTabLock<T>(
  { locks }: Pick<Tabs, 'locks'>,
  clock: Clock,
  name: string,
  task: (isStillOurs: () => boolean) => Promise<T>,
): Promise<T> {
  if (!locks) return task(() => true);
  const { acquire: hold } = locks;
  return new Promise((resolve, reject) => {
    function wait(): void {
      let state: 'waiting' | 'begun' | 'stolen' = 'waiting';
      const begin = () => {
        cancel();
        state = 'begun';
        const began = clock.monotonicNow();
        const isStillOurs = () => state === 'begun' && clock.monotonicNow() - began < MAX_HELD_MS;
        task(isStillOurs)
          .then(resolve, reject)
          .finally(() => release());
      };
      const onStolen = () => {
        // Two tabs may lose patience in the same moment: only one of them got its turn.
        if (state === 'waiting') wait();
        state = 'stolen';
      };
      let release = hold(name, begin, onStolen);
      const cancel = clock.after(MAX_HELD_MS, () => {
        release();
        release = hold(name, begin, onStolen, true);
      });
    }
    wait();
  });
}
