import type { ChatStore } from '../../store/chat-store-shape.ts';

const nearPx = 80;

export type EndFollower = {
  /** Call it after every change of lines; what changes by itself, such as a window, is noticed. */
  place(): void;
  stop(): void;
};

/**
 * Keeps the newest line in sight while the reader is there, else the line that is being read where it is, whatever
 * comes above or below; and asks for older lines near the top. All before paint. The browser's own anchoring would not
 * do: Safari has none, and at the very top it rests.
 */
export function followEnd(log: HTMLElement, store: ChatStore): EndFollower {
  /** As it was when last looked at: how far it could be scrolled, a line in view, and how far down that ended. */
  let extent = 0;
  let read: HTMLElement | undefined;
  let readBottom = 0;
  let last: string | undefined;

  function place() {
    const newest = store.entries.value.at(-1);
    const isOwnNew = newest?.viewId !== last && newest?.senderId === store.me.value;
    // The reader may have scrolled since, and the event that tells it is still to come: so where the reader is now
    // counts, against how long the transcript was then.
    const { scrollTop } = log;
    const wasAtEnd = Math.min(extent, reach()) - scrollTop < nearPx;
    if (isOwnNew || wasAtEnd) log.scrollTop = log.scrollHeight;
    else if (read?.isConnected) log.scrollTop = scrollTop + bottom(read) - readBottom;
    last = newest?.viewId;
    look();
  }

  function look() {
    const { scrollTop, clientHeight } = log;
    extent = reach();
    read = [...log.querySelectorAll<HTMLElement>('.line')].find((line) => bottom(line) > scrollTop);
    readBottom = read ? bottom(read) : 0;
    // A closed panel has no height, and nobody reads there.
    if (clientHeight && scrollTop < nearPx && store.history.value === 'more') store.loadOlder();
  }

  function reach() {
    return log.scrollHeight - log.clientHeight;
  }

  // A scroll is told before a change of size is: looked at now, the change would pass for the reader's own move.
  log.onscroll = () => (extent === reach() ? look() : place());
  const observer = new ResizeObserver(place);
  for (const box of [log, ...log.children]) observer.observe(box);
  return { place, stop: () => observer.disconnect() };
}

/** Of the line, not of its top: above its bubble the space changes when older lines join the group. */
const bottom = ({ offsetTop, offsetHeight }: HTMLElement) => offsetTop + offsetHeight;
