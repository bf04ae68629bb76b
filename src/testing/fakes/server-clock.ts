import type { Clock } from '../../server/core/clock.ts';

/** The service's time, standing still until `jump`. */
export type FakeServerClock = Clock & {
  /** Moves on; whatever repeats runs once, however often it would have. */
  jump(ms: number): void;
};

type Repeat = { nextAt: number; periodMs: number; run: () => void };

export function createFakeServerClock(startAt = Date.parse('2026-11-22T12:00:00Z')): FakeServerClock {
  const repeats = new Set<Repeat>();
  let now = startAt;
  return {
    now: () => now,
    every(periodMs, run) {
      const repeat = { nextAt: now + periodMs, periodMs, run };
      repeats.add(repeat);
      return () => repeats.delete(repeat);
    },
    jump(ms) {
      now += ms;
      for (const repeat of [...repeats]) {
        if (repeat.nextAt > now) continue;
        repeat.nextAt = now + repeat.periodMs;
        repeat.run();
      }
    },
  };
}
