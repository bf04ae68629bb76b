import type { LaterOptions } from '../widget/extras-context.ts';
import { say } from '../widget/messages/messages.ts';
import { laterWords } from './extras-messages.ts';
import { watchWords } from './watch-language.ts';

const minuteMs = 60_000;

/** Tells whole minutes of waiting, looking at the clock once in each. Returns its end. */
export function watchWaiting(options: LaterOptions): () => void {
  const {
    store,
    now,
    after,
    shown: { elapsed },
  } = options;
  let cancel = () => {};

  function look(): void {
    cancel();
    elapsed.value = '';
    const since = store.waitingSince.peek();
    if (since === undefined) return;
    // The wall clock may be set back.
    const waitedMs = Math.max(0, now() - since);
    const minutes = Math.floor(waitedMs / minuteMs);
    if (minutes) elapsed.value = say(laterWords(options), 'elapsed', minutes);
    cancel = after(minuteMs - (waitedMs % minuteMs), look);
  }

  const stops = [store.waitingSince.subscribe(look), watchWords(options, look)];
  return () => {
    for (const stop of stops) stop();
    cancel();
  };
}
