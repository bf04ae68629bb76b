import { fill } from '../strings/en.ts';
import type { LaterWords } from '../strings/later-en.ts';
import type { LaterOptions } from './later-options.ts';

const minuteMs = 60_000;

/** Tells whole minutes of waiting, looking at the clock once in each. Returns its end. */
export function watchWaiting({ store, now, after, shown: { elapsed } }: LaterOptions, words: LaterWords): () => void {
  let cancel = () => {};
  const stop = store.waitingSince.subscribe((since) => {
    cancel();
    look();

    function look(): void {
      elapsed.value = '';
      if (since === undefined) return;
      // The wall clock may be set back.
      const waitedMs = Math.max(0, now() - since);
      const minutes = Math.floor(waitedMs / minuteMs);
      if (minutes) elapsed.value = fill(words.elapsed, minutes);
      cancel = after(minuteMs - (waitedMs % minuteMs), look);
    }
  });
  return () => {
    stop();
    cancel();
  };
}
