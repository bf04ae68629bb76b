import type { Clock } from '../../environment/environment.ts';

/** Time that stands still until `elapse`. */
export type FakeClock = Clock & {
  /** Lets time pass, runs what falls due in its order, and lets promises settle between. */
  elapse(ms: number): Promise<void>;
  /** How many timers run. */
  readonly pending: number;
};

type Timer = { at: number; task: () => void };

export function createFakeClock(startAt = Date.parse('2026-11-22T12:00:00Z')): FakeClock {
  const timers = new Set<Timer>();
  let elapsed = 0;

  function nextUntil(end: number): Timer | undefined {
    const due = [...timers].filter(({ at }) => at <= end);
    return due.sort((one, other) => one.at - other.at)[0];
  }

  return {
    now: () => startAt + elapsed,
    monotonicNow: () => elapsed,
    after(delayMs, task) {
      const timer = { at: elapsed + Math.max(0, delayMs), task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async elapse(ms) {
      const end = elapsed + ms;
      await settle();
      for (let timer = nextUntil(end); timer; timer = nextUntil(end)) {
        timers.delete(timer);
        elapsed = timer.at;
        timer.task();
        await settle();
      }
      elapsed = end;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Promises chain a few deep; each turn of the loop settles all of them. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
