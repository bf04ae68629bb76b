import type { ExtrasContext } from '../widget/extras-context.ts';
import { formatMessage } from '../widget/messages/messages.ts';
import { extrasMessages, onLanguageChange } from './extras-messages.ts';

const minuteMs = 60_000;

/** Shows the whole minutes of waiting, updated once a minute. Returns a function that stops it. */
export function watchWaiting(options: ExtrasContext): () => void {
  const {
    store,
    now,
    after,
    signals: { elapsed },
  } = options;
  let cancel = () => {};

  function update(): void {
    cancel();
    elapsed.value = '';
    const since = store.waitingSince.peek();
    if (since === undefined) return;
    // The wall clock may be set back.
    const waitedMs = Math.max(0, now() - since);
    const minutes = Math.floor(waitedMs / minuteMs);
    if (minutes) elapsed.value = formatMessage(extrasMessages(options), 'elapsed', minutes);
    cancel = after(minuteMs - (waitedMs % minuteMs), update);
  }

  const stops = [store.waitingSince.subscribe(update), onLanguageChange(options, update)];
  return () => {
    for (const stop of stops) stop();
    cancel();
  };
}
