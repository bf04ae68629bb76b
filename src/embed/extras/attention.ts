import { createTitleFlash } from '../../ui/title-flash.ts';
import { createTone } from '../../ui/tone.ts';
import type { LaterOptions } from '../widget/extras-context.ts';
import { say } from '../widget/messages/messages.ts';
import { addStyle } from './add-style.ts';
import { laterWords } from './extras-messages.ts';
import { watchAsides } from './prompts.ts';
import { watchPicture } from './watch-picture.ts';
import { watchWaiting } from './watch-waiting.ts';

/** Lets the visitor know of an agent's message while looking elsewhere: a tone, and the page's title. Returns its end. */
export function attend(options: LaterOptions): () => void {
  const { store, panel, after, sound } = options;
  addStyle(options);
  const tone = createTone(panel);
  const title = createTitleFlash(document, after);
  const ends = new AbortController();
  let missed = 0;

  function lookBack(): void {
    missed = 0;
    title.restore();
  }

  const stops = [
    store.onMessage(({ kind, senderId }) => {
      if (kind !== 'standard' || senderId === store.me.peek() || !store.isSpeaker.peek()) return;
      const isLooking = document.hasFocus() && !document.hidden && store.isOpen.peek();
      if (!isLooking && !sound.isMuted()) tone.ring();
      if (document.hidden) title.flash(say(laterWords(options), 'flash', ++missed));
    }),
    // Read in another tab.
    store.unread.subscribe((count) => {
      if (!count) lookBack();
    }),
    watchWaiting(options),
    watchAsides(options),
    watchPicture(options),
    tone.stop,
    lookBack,
    () => ends.abort(),
  ];
  const { signal } = ends;
  document.addEventListener('visibilitychange', () => document.hidden || lookBack(), { signal });
  // What is kept for the way back must be the page's own.
  window.addEventListener('pagehide', lookBack, { signal });
  return () => {
    for (const stop of stops) stop();
  };
}
