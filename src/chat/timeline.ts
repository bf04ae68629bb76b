import type { Entry, Message } from './message.ts';

/** A committed message as shown. `position` is its place in the service's list, once a list has told. */
export type Item = { message: Message; entry: Entry; position: number | undefined };

/** Finds a message by id, newest first: what is asked for is nearly always new. */
export function find(timeline: readonly Item[], id: string | undefined): Item | undefined {
  return timeline.findLast((item) => item.message.id === id);
}

/**
 * Puts a message at its place, or only brings a known one up to date. Order: service time, then list position,
 * then arrival. Without a position (a live frame) a known message stays as it is.
 */
export function place(timeline: readonly Item[], message: Message, viewId: string, position?: number): readonly Item[] {
  const known = find(timeline, message.id);
  if (known && position === undefined) return timeline;
  const entry = known && isSame(known.message, message) ? known.entry : toEntry(message, viewId);
  const item = { message, entry, position };
  const others = known ? timeline.filter((other) => other !== known) : timeline;
  const index = others.findLastIndex((other) => !isBefore(item, other)) + 1;
  return others.toSpliced(index, 0, item);
}

/** Gives a message another name for views. */
export function rename(timeline: readonly Item[], id: string, viewId: string): readonly Item[] {
  const item = find(timeline, id);
  return item && item.entry.viewId !== viewId
    ? timeline.with(timeline.lastIndexOf(item), { ...item, entry: { ...item.entry, viewId } })
    : timeline;
}

function isBefore(one: Item, other: Item): boolean {
  const positionOf = ({ position = Number.POSITIVE_INFINITY }: Item) => position;
  return (
    one.message.at < other.message.at || (one.message.at === other.message.at && positionOf(one) < positionOf(other))
  );
}

function isSame(one: Message, other: Message): boolean {
  return one.body === other.body && one.at === other.at;
}

function toEntry({ id, senderId, kind, body, at }: Message, viewId: string): Entry {
  return { viewId, messageId: id, senderId, kind, body, at, delivery: { state: 'sent' } };
}
