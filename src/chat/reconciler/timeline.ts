import type { Entry, Message } from '../message.ts';

/** A committed message as shown. `position` is its place in the service's list, once a list has told. */
export type Item = { message: Message; entry: Entry; position: number | undefined };

/** Finds a message by id, newest first. */
export function find(timeline: readonly Item[], id: string | undefined): Item | undefined {
  return timeline.findLast(({ message }) => message.id === id);
}

/**
 * Puts a message at its place, or brings a known one up to date. Order: service time, then list position, then arrival.
 * Without a position (a live frame) a known message stays as it is.
 */
export function place(timeline: readonly Item[], message: Message, viewId: string, position?: number): readonly Item[] {
  const known = find(timeline, message.id);
  if (known && position === undefined) return timeline;
  const { id, senderId, kind, body, at } = message;
  const isSame = known && known.entry.body === body && known.entry.at === at;
  const entry: Entry = isSame
    ? known.entry
    : { viewId, messageId: id, senderId, kind, body, at, delivery: { state: 'sent' } };
  const others = known ? timeline.filter((other) => other !== known) : timeline;
  const index = others.findLastIndex(({ message, position: its }) => {
    const isTied = message.at === at;
    return isTied ? (its ?? Infinity) <= (position ?? Infinity) : !(message.at > at);
  });
  return others.toSpliced(index + 1, 0, { message, entry, position });
}

/** Gives a message another name for views. */
export function rename(timeline: readonly Item[], id: string, viewId: string): readonly Item[] {
  return timeline.map((item) => (item.message.id === id ? { ...item, entry: { ...item.entry, viewId } } : item));
}
