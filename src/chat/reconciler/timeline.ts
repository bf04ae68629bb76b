import type { Message, TranscriptEntry } from '../model.ts';

/** A committed message as shown. `position` is its place in the service's list, known once a list contained it. */
export type TimelineItem = { message: Message; entry: TranscriptEntry; position: number | undefined };

/** Finds a message by id, from the newest. */
export function findItem(timeline: readonly TimelineItem[], id: string | undefined): TimelineItem | undefined {
  return timeline.findLast(({ message }) => message.id === id);
}

/**
 * Inserts a message at its place, or updates a known one. Order: service time, then list position, then arrival.
 * Without a position (a live frame) a known message stays as it is.
 */
export function placeMessage(
  timeline: readonly TimelineItem[],
  message: Message,
  viewId: string,
  position?: number,
): readonly TimelineItem[] {
  const known = findItem(timeline, message.id);
  if (known && position === undefined) return timeline;
  const { id, senderId, kind, body, at } = message;
  const isSame = known && known.entry.body === body && known.entry.at === at;
  const entry: TranscriptEntry = isSame
    ? known.entry
    : { viewId, messageId: id, senderId, kind, body, at, delivery: { state: 'sent' } };
  const others = known ? timeline.filter((other) => other !== known) : timeline;
  const index = others.findLastIndex(({ message, position: its }) => {
    const isTied = message.at === at;
    return isTied ? (its ?? Infinity) <= (position ?? Infinity) : !(message.at > at);
  });
  return others.toSpliced(index + 1, 0, { message, entry, position });
}

/** Gives a message another view id. */
export function setViewId(timeline: readonly TimelineItem[], id: string, viewId: string): readonly TimelineItem[] {
  return timeline.map((item) => (item.message.id === id ? { ...item, entry: { ...item.entry, viewId } } : item));
}
