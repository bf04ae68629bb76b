import type { ChatStore } from '../../store/chat-store-shape.ts';

const nearPx = 80;

/**
 * Keeps the newest line in sight while the reader is there, else the line that is being read where it is, whatever
 * comes above or below; and asks for older lines near the top. All before paint. The browser's own anchoring would not
 * do: Safari has none, and at the very top it rests.
 */
export function followEnd(log: HTMLElement, store: ChatStore): () => void {
  let extent = 0;
  let isAtEnd = true;
  let read: HTMLElement | undefined;
  let readAt = 0;
  let last: string | undefined;

  function place() {
    const newest = store.entries.value.at(-1);
    extent = log.scrollHeight - log.clientHeight;
    if (newest?.viewId !== last && newest?.senderId === store.me.value) isAtEnd = true;
    last = newest?.viewId;
    if (isAtEnd) log.scrollTop = extent;
    else if (read) log.scrollTop = read.offsetTop - readAt;
    look();
  }

  function look() {
    const { scrollTop } = log;
    // What was placed is what the reader saw; lines that have come since do not count yet.
    isAtEnd = extent - scrollTop < nearPx;
    const lines = log.querySelectorAll<HTMLElement>('[part~="bubble"]');
    read = [...lines].find(({ offsetTop }) => offsetTop >= scrollTop);
    readAt = (read?.offsetTop ?? 0) - scrollTop;
    // A closed panel has no height, and nobody reads there.
    if (log.clientHeight && scrollTop < nearPx && store.history.value === 'more') store.loadOlder();
  }

  log.onscroll = look;
  const observer = new ResizeObserver(place);
  for (const box of [log, ...log.children]) observer.observe(box);
  return () => observer.disconnect();
}
