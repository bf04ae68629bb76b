import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock, Page } from '../environment/environment.ts';

export type CurrentDay = {
  /** A time of the reader's present day, in Unix milliseconds; changes at their midnight only. */
  today: ReadonlySignal<number>;
  stop(): void;
};

/** For labels such as "today", which must not stay over yesterday's messages. */
export function createCurrentDay({ clock, page }: { clock: Clock; page: Page }): CurrentDay {
  const today = signal(clock.now());
  let cancel = () => {};

  function refresh(): void {
    const now = clock.now();
    if (new Date(now).toDateString() !== new Date(today.peek()).toDateString()) today.value = now;
    cancel();
    cancel = clock.after(new Date(now).setHours(24, 0, 0, 0) - now, refresh);
  }

  refresh();
  // Timers stand still while the device sleeps.
  const stops = [page.onWake(refresh), page.onVisibility((isVisible) => isVisible && refresh())];
  return {
    today,
    stop() {
      cancel();
      for (const stop of stops) stop();
    },
  };
}
