import type { Message } from '../message.ts';

/** How far a written text is with the service. At most one is anything but queued, confirmed or failed at a time. */
export type Progress =
  | { state: 'queued' | 'inflight' | 'waiting' }
  | { state: 'unknown'; since: number }
  | { state: 'confirmed'; messageId: string }
  | { state: 'failed'; reason: 'not-found' | 'rejected' | 'over' };

/** A written text as it is kept between pages. JSON keeps all of it. */
export type SavedEntry = {
  /** Its own for ever, in whichever tab it is. */
  key: string;
  /** The only conversation it is sent into; undefined until one exists. */
  conversation?: string | undefined;
  body: string;
  /** When it was written, by the wall clock: a label, nothing is decided by it. */
  at: number;
  /** How often it was posted so far. */
  attempt: number;
  /** The newest listed message when it was last posted: what came of it can only stand behind. */
  base?: Message | undefined;
  progress: Progress;
};

/** As it goes on in another page than the one that posted it: what was under way there is in doubt here. */
export function resume(entry: SavedEntry): SavedEntry {
  const { state } = entry.progress;
  if (state === 'inflight' || state === 'unknown') return { ...entry, progress: { state: 'unknown', since: 0 } };
  return state === 'waiting' ? { ...entry, progress: { state: 'queued' } } : entry;
}

/** Both in the order of writing, each in its own order, and nothing before what `own` has posted already. */
export function mergeTexts(own: readonly SavedEntry[], theirs: readonly SavedEntry[]): readonly SavedEntry[] {
  const unposted = own.findLastIndex(({ attempt, progress }) => attempt > 0 || progress.state !== 'queued') + 1;
  const merged = own.slice(0, unposted);
  const later = own.slice(unposted);
  for (const text of theirs) {
    while (later[0] && later[0].at <= text.at) merged.push(...later.splice(0, 1));
    merged.push(text);
  }
  return [...merged, ...later];
}

/** One entry for each key, at its first place; what is confirmed in one copy is confirmed. */
export function uniqueTexts(texts: readonly SavedEntry[]): readonly SavedEntry[] {
  const byKey = new Map<string, SavedEntry>();
  for (const text of texts) {
    if (!byKey.has(text.key) || text.progress.state === 'confirmed') byKey.set(text.key, text);
  }
  return [...byKey.values()];
}

/** Whether something kept or heard can be one: others can write where it was read. */
export function isSavedEntry(value: unknown): value is SavedEntry {
  const { key, body, attempt, progress, conversation = '' } = Object(value) as SavedEntry;
  return [key, body, Object(progress).state, conversation].every(isText) && typeof attempt === 'number';
}

const isText = (value: unknown) => typeof value === 'string';
