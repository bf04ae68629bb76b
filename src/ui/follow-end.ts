import { type Signal, signal } from '@preact/signals';
import type { TranscriptEntry } from '../chat/model.ts';
import { countNews, moved, windowOf } from './line-window.ts';

const nearPx = 80;

/** A conversation as far as its reader's place goes; its lines have the class `line`. */
export type Followed = {
  entries: { readonly value: readonly TranscriptEntry[] };
  me: { readonly value: string };
  history: { readonly value: string };
  loadOlder(): void;
};

export type EndFollower = {
  /** Call it after every change of lines; what changes by itself, such as a window, is noticed. */
  place(): void;
  /** Shows the newest lines. */
  toEnd(): void;
  /** Shows lines before those that are shown. */
  older(): void;
  stop(): void;
};

/** What the reader's place makes of the view. */
export type ReadersPlace = {
  /** The `viewId` with which the lines shown begin; undefined: the newest are shown. */
  first: Signal<string | undefined>;
  /** How many lines of others came while the reader was not at the end. */
  news: Signal<number>;
};

export const createReadersPlace = (): ReadersPlace => ({ first: signal(), news: signal(0) });

/**
 * Keeps the newest line in sight while the reader is there, else the line that is being read where it is, whatever
 * comes above or below; and asks for other lines near both ends. All before paint. The browser's own anchoring would not
 * do: Safari has none, and at the very top it rests.
 */
export function followEnd(log: HTMLElement, store: Followed, { first, news }: ReadersPlace): EndFollower {
  /** The log as last measured: its height, how far it could be scrolled, a line in view, how far down that ended. */
  let height = 0;
  let extent = 0;
  let read: HTMLElement | undefined;
  let readBottom = 0;
  let last: string | undefined;
  let seen: string | undefined;
  /** The lines shown go up to the newest one. */
  let isWhole = true;
  let isBoundForEnd = false;
  let isAtEnd = true;

  function place() {
    const entries = store.entries.value;
    const newest = entries.at(-1);
    // Without entries nothing is measured: that would make the browser lay out a panel that is just being drawn.
    if (!newest) return;
    const isOwnNew = newest.viewId !== last && newest.senderId === store.me.value;
    // The reader may have scrolled since, and the event that tells it is still to come: so where the reader is now
    // counts, against how long the transcript was then.
    const { scrollTop } = log;
    // A log that was squeezed by a question has lost its place by the time the question is gone.
    const wasAtEnd = log.clientHeight === height ? isWhole && Math.min(extent, reach()) - scrollTop < nearPx : isAtEnd;
    if (isOwnNew || wasAtEnd || isBoundForEnd) {
      isBoundForEnd = first.value !== undefined;
      first.value = undefined;
      log.scrollTop = log.scrollHeight;
    } else if (read?.isConnected) log.scrollTop = scrollTop + bottom(read) - readBottom;
    last = newest.viewId;
    measure();
  }

  function measure() {
    const { scrollTop, clientHeight } = log;
    const entries = store.entries.value;
    height = clientHeight;
    extent = reach();
    read = [...log.querySelectorAll<HTMLElement>('.line')].find((line) => bottom(line) > scrollTop);
    readBottom = read ? bottom(read) : 0;
    // A closed panel has no height.
    if (isBoundForEnd || !clientHeight) return;
    const shown = windowOf(entries, first.value);
    isWhole = shown.to === entries.length;
    isAtEnd = isWhole && extent - scrollTop < nearPx;
    if (isAtEnd) seen = entries.at(-1)?.viewId;
    news.value = countNews(entries, seen, store.me.value);
    // A reader who has scrolled back keeps the lines in place, whatever arrives.
    if (!isAtEnd) first.value ??= entries[shown.from]?.viewId;
    if (scrollTop < nearPx) {
      if (shown.from) first.value = moved(entries, shown, -1);
      else askOlder();
    } else if (!isWhole && extent - scrollTop < nearPx) first.value = moved(entries, shown, 1);
  }

  function askOlder() {
    if (store.history.value === 'more') store.loadOlder();
  }

  function toEnd() {
    isBoundForEnd = true;
    place();
  }

  function older() {
    log.scrollTop = 0;
    measure();
    // Who pressed a button up there reads on from here.
    log.focus({ preventScroll: true });
  }

  function reach() {
    return log.scrollHeight - log.clientHeight;
  }

  // The browser reports a scroll before a change of size: measured here, the change would pass for the reader's scroll.
  log.onscroll = () => (extent === reach() ? measure() : place());
  const observer = new ResizeObserver(place);
  for (const box of [log, ...log.children]) observer.observe(box);
  return { place, toEnd, older, stop: () => observer.disconnect() };
}

/** Of the line, not of its top: above its bubble the space changes when older lines join the group. */
const bottom = ({ offsetTop, offsetHeight }: HTMLElement) => offsetTop + offsetHeight;
