import type { Clock } from '../../environment/environment.ts';
import type { Tabs } from './tabs.ts';

/** Shorter than the callers' time limits, so that no task runs after its caller has given up. */
const MAX_HELD_MS = 8_000;

/**
 * Runs the task while this tab holds the lock `name`. A tab that holds it for longer than 8 s counts as frozen and loses it;
 * `isStillOurs` tells the task whether this tab still holds it.
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
        // Two tabs may force the lock at the same moment: only one of them gets it.
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
