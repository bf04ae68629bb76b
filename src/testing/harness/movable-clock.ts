import type { Clock } from '../../server/core/clock.ts';

/** The service's time: runs with the real one, and can be moved on. */
export type MovableClock = Clock & {
  /** Moves on at once. Whatever repeats and fell due meanwhile runs once, the longest due first. */
  advance(ms: number): void;
};

type Repeat = { nextAt: number; periodMs: number; run: () => void; timer?: NodeJS.Timeout };

export function createMovableClock(): MovableClock {
  const repeats = new Set<Repeat>();
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;

  function arm(repeat: Repeat): void {
    clearTimeout(repeat.timer);
    repeat.timer = setTimeout(() => fire(repeat), Math.max(0, repeat.nextAt - now())).unref();
  }

  function fire(repeat: Repeat): void {
    repeat.nextAt = now() + repeat.periodMs;
    arm(repeat);
    repeat.run();
  }

  return {
    now,
    every(periodMs, run) {
      const repeat: Repeat = { nextAt: now() + periodMs, periodMs, run };
      repeats.add(repeat);
      arm(repeat);
      return () => {
        clearTimeout(repeat.timer);
        repeats.delete(repeat);
      };
    },
    advance(ms) {
      aheadMs += ms;
      for (const repeat of [...repeats].sort((one, other) => one.nextAt - other.nextAt)) {
        // One that ran before may have stopped it.
        if (!repeats.has(repeat)) continue;
        if (repeat.nextAt <= now()) fire(repeat);
        else arm(repeat);
      }
    },
  };
}
