import type { TranscriptEntry } from '../chat/model.ts';

/** An entry with its place among its neighbours. */
export type GroupedEntry = { entry: TranscriptEntry; opensDay: boolean; opensGroup: boolean; closesGroup: boolean };

const groupMs = 120_000;

/** Groups messages of one sender within two minutes; a day begins at the reader's midnight. */
export function groupEntries(entries: readonly TranscriptEntry[]): GroupedEntry[] {
  let closed = true;
  return entries.map((entry, index) => {
    const opensGroup = closed;
    closed = !isOneGroup(entry, entries[index + 1]);
    return { entry, opensDay: day(entry) !== day(entries[index - 1]), opensGroup, closesGroup: closed };
  });
}

const isOneGroup = (first: TranscriptEntry, second: TranscriptEntry | undefined) =>
  first.senderId === second?.senderId &&
  first.kind === second.kind &&
  second.at - first.at < groupMs &&
  day(first) === day(second);

const day = (entry: TranscriptEntry | undefined) => entry && new Date(entry.at).toDateString();
