import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Environment } from '../../environment/environment.ts';

export type NowSignal = { now: ReadonlySignal<number>; stop(): void };

const fastMs = 1000;
const slowMs = 20_000;

/** The time for labels, updated every second while `isFast`, else every 20 seconds. */
export function createNowSignal(clock: Environment['clock'], isFast: () => boolean): NowSignal {
  const now = signal(clock.now());
  const stop = effect(() => {
    const periodMs = isFast() ? fastMs : slowMs;
    let cancel = () => {};
    const tick = () => {
      now.value = clock.now();
      cancel = clock.after(periodMs, tick);
    };
    cancel = clock.after(0, tick);
    return () => cancel();
  });
  return { now, stop };
}
