import type { Entry } from '../chat/message.ts';

/** An entry with its place among its neighbours. */
export type GroupedEntry = { entry: Entry; opensDay: boolean; opensGroup: boolean; closesGroup: boolean };

const groupMs = 120_000;

/** What one person said within two minutes belongs together; a day begins at the reader's midnight. */
export function groupEntries(entries: readonly Entry[]): GroupedEntry[] {
  return entries.map((entry, index) => {
    const before = entries[index - 1];
    const after = entries[index + 1];
    return {
      entry,
      opensDay: !before || !isSameDay(before, entry),
      opensGroup: !before || !isOneGroup(before, entry),
      closesGroup: !after || !isOneGroup(entry, after),
    };
  });
}

const isOneGroup = (first: Entry, second: Entry) =>
  first.senderId === second.senderId &&
  first.kind === second.kind &&
  second.at - first.at < groupMs &&
  isSameDay(first, second);

const isSameDay = (first: Entry, second: Entry) =>
  new Date(first.at).toDateString() === new Date(second.at).toDateString();
