import type { ChatStore } from '../../store/chat-store-shape.ts';

const nearPx = 80;

/**
 * Keeps the newest line in sight while the reader is there, keeps the reader's place while older lines come above it,
 * and asks for them near the top. All in one place and before paint, whatever changed: lines, composer, or window.
 */
export function followEnd(log: HTMLElement, store: ChatStore): () => void {
  /** How far it could be scrolled when the reader last saw it, and how far below the reader its end was. */
  let extent = 0;
  let below = 0;
  let first: string | undefined;
  let last: string | undefined;

  function place() {
    const entries = store.entries.value;
    const oldest = entries[0]?.viewId;
    const newest = entries.at(-1);
    extent = log.scrollHeight - log.clientHeight;
    if (newest?.viewId !== last && newest?.senderId === store.me.value) below = 0;
    if (below < nearPx) log.scrollTop = extent;
    else if (oldest !== first) log.scrollTop = extent - below;
    below = extent - log.scrollTop;
    first = oldest;
    last = newest?.viewId;
  }

  // Tells how far below the end was in what the reader saw, not in what has come since and is not placed yet.
  log.onscroll = () => {
    below = extent - log.scrollTop;
    if (log.scrollTop < nearPx && store.history.value === 'more') store.loadOlder();
  };
  const observer = new ResizeObserver(place);
  for (const box of [log, ...log.children]) observer.observe(box);
  return () => observer.disconnect();
}
