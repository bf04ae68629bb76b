import type { LaterOptions } from '../widget/extras-context.ts';

/** Calls whenever the panel has been drawn in words that may be others: its language is written anew each time. */
export function watchWords({ panel }: LaterOptions, look: () => void): () => void {
  const watcher = new MutationObserver(look);
  watcher.observe(panel, { attributeFilter: ['lang'] });
  return () => watcher.disconnect();
}
