import { createTitleFlash } from '../../ui/title-flash.ts';
import { createTone } from '../../ui/tone.ts';
import type { ExtrasContext } from '../widget/extras-context.ts';
import { formatMessage } from '../widget/messages/messages.ts';
import { extrasMessages } from './extras-messages.ts';
import { watchPrompts } from './prompts.ts';
import { watchPicture } from './watch-picture.ts';
import { watchWaiting } from './watch-waiting.ts';

/** Notifies the visitor of an agent's message by a tone and the page's title while the chat is out of sight. Returns a function that stops it. */
export function watchForNews(options: ExtrasContext): () => void {
  const { store, panel, after, sound } = options;
  const tone = createTone(panel);
  const title = createTitleFlash(document, after);
  const abortController = new AbortController();
  let missed = 0;

  function clearMissed(): void {
    missed = 0;
    title.restore();
  }

  const stops = [
    store.onMessage(({ kind, senderId }) => {
      if (kind !== 'standard' || senderId === store.me.peek() || !store.isSpeaker.peek()) return;
      const isWatching = document.hasFocus() && !document.hidden && store.isOpen.peek();
      if (!isWatching && !sound.isMuted()) tone.play();
      if (document.hidden) title.flash(formatMessage(extrasMessages(options), 'flash', ++missed));
    }),
    // Read in another tab.
    store.unread.subscribe((count) => {
      if (!count) clearMissed();
    }),
    watchWaiting(options),
    watchPrompts(options),
    watchPicture(options),
    tone.stop,
    clearMissed,
    () => abortController.abort(),
  ];
  const { signal } = abortController;
  document.addEventListener('visibilitychange', () => document.hidden || clearMissed(), { signal });
  // The back-forward cache must hold the page's own title.
  window.addEventListener('pagehide', clearMissed, { signal });
  return () => {
    for (const stop of stops) stop();
  };
}
