import type { ChatStore } from '../../store/chat-store-shape.ts';
import { fill } from '../strings/en.ts';
import type { LaterWords } from '../strings/later-en.ts';
import type { LaterOptions } from './later-options.ts';

const minuteMs = 60_000;

/** Other notices come soon after something was said. */
const silenceMs = 3 * minuteMs;

/** Tells whole minutes of waiting, looking at the clock once in each. Returns its end. */
export function watchWaiting({ store, now, after, tellElapsed }: LaterOptions, words: LaterWords): () => void {
  let cancel = () => {};
  const stop = store.waitingSince.subscribe((since) => {
    cancel();
    look();

    function look(): void {
      if (since === undefined) return tellElapsed('');
      // The wall clock may be set back.
      const waitedMs = Math.max(0, now() - since);
      const minutes = Math.floor(waitedMs / minuteMs);
      tellElapsed(minutes ? fill(words.elapsed, minutes) : '');
      cancel = after(minuteMs - (waitedMs % minuteMs), look);
    }
  });
  return () => {
    stop();
    cancel();
  };
}

/** After a long silence of the visitor's, a notice of the service says that the chat will end: any word keeps it going. */
export function watchSilence({ store, warn }: LaterOptions, { silent: sentence, here: word }: LaterWords): () => void {
  return store.entries.subscribe(() => warn(isWarned(store) ? { sentence, word } : undefined));
}

function isWarned({ entries, me }: ChatStore): boolean {
  const all = entries.peek();
  const last = all.at(-1);
  if (last?.kind !== 'notice') return false;
  const own = all.findLast(({ kind, senderId }) => kind === 'standard' && senderId === me.peek());
  return last.at - (own ?? all[0] ?? last).at > silenceMs;
}
