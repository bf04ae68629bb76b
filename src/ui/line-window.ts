import type { TranscriptEntry } from '../chat/model.ts';

/** So many lines are shown at the end, and while reading back at most so many more. */
const atEnd = 60;
const longest = 120;
const step = 40;

/** A stretch of the transcript: from one index up to, and without, another. */
export type LineWindow = { from: number; to: number };

/** The stretch that begins with the line of this `viewId`; without one, the newest lines. */
export function windowOf(entries: readonly TranscriptEntry[], first: string | undefined): LineWindow {
  const { length } = entries;
  const index = first ? entries.findIndex(({ viewId }) => viewId === first) : -1;
  return index < 0
    ? { from: Math.max(0, length - atEnd), to: length }
    : { from: index, to: Math.min(length, index + longest) };
}

/** The `viewId` with which the stretch before or after begins; undefined where there is none. */
export function moved(entries: readonly TranscriptEntry[], { from, to }: LineWindow, way: -1 | 1): string | undefined {
  const isLast = way < 0 ? from === 0 : to === entries.length;
  return isLast ? undefined : entries[Math.max(0, from + way * step)]?.viewId;
}

/** How many lines of others came after this one. */
export function countNews(entries: readonly TranscriptEntry[], seen: string | undefined, me: string): number {
  let count = 0;
  for (let index = entries.length; index-- > 0; ) {
    const entry = entries[index];
    if (!entry || entry.viewId === seen) return count;
    if (entry.kind === 'standard' && entry.senderId !== me) count++;
  }
  // What was seen is gone: another chat has begun.
  return 0;
}
