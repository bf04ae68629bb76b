import type { ChatStore } from '../../store/chat-store-shape.ts';

const nearPx = 80;

/**
 * Keeps the newest line in sight while the reader is there, keeps the reader's place while older lines come above it,
 * and asks for them near the top. All in one place and before paint, whatever changed: lines, composer, or window.
 */
export function followEnd(log: HTMLElement, store: ChatStore): () => void {
  let belowPx = 0;
  let first: string | undefined;
  let last: string | undefined;

  function place() {
    const entries = store.entries.value;
    const newest = entries.at(-1);
    const isOwnNew = newest?.viewId !== last && newest?.senderId === store.me.value;
    const hasOlder = entries[0]?.viewId !== first;
    // The distance from the end is what stays the same both for who is at the end and for who reads above new lines.
    if (isOwnNew) belowPx = 0;
    if (belowPx < nearPx) log.scrollTop = log.scrollHeight;
    else if (hasOlder) log.scrollTop = log.scrollHeight - log.clientHeight - belowPx;
    first = entries[0]?.viewId;
    last = newest?.viewId;
  }

  function onScroll() {
    belowPx = log.scrollHeight - log.clientHeight - log.scrollTop;
    if (log.scrollTop < nearPx && store.history.value === 'more') store.loadOlder();
  }

  const observer = new ResizeObserver(place);
  observer.observe(log);
  if (log.firstElementChild) observer.observe(log.firstElementChild);
  log.addEventListener('scroll', onScroll);
  return () => {
    observer.disconnect();
    log.removeEventListener('scroll', onScroll);
  };
}
