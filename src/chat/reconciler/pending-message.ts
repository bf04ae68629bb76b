import type { Message } from '../model.ts';

/** How far a written text is with the service. At most one at a time is in flight, waiting or unknown. */
export type Progress =
  | { state: 'queued' | 'inflight' | 'waiting' }
  | { state: 'unknown'; since: number }
  | { state: 'confirmed'; messageId: string }
  | { state: 'failed'; reason: 'not-found' | 'rejected' | 'over' };

/** A written text, which is also saved between pages: every field survives JSON. */
export type PendingMessage = {
  /** Never changes, in whichever tab the text is. */
  key: string;
  /** The only conversation it may be sent into; undefined until one exists. */
  conversation?: string | undefined;
  body: string;
  /** When it was written, by the wall clock: for labels and for merging two outboxes. */
  at: number;
  /** How many times it was posted. */
  attempt: number;
  /** The newest listed message when it was last posted: its own message can only be behind that. */
  base?: Message | undefined;
  progress: Progress;
};

/** Neither confirmed nor failed. */
export function isPending({ progress: { state } }: PendingMessage): boolean {
  return state !== 'confirmed' && state !== 'failed';
}

/** A text as another page continues with it: what was in flight there is unconfirmed here. */
export function resumePending(entry: PendingMessage): PendingMessage {
  const { state } = entry.progress;
  if (state === 'inflight' || state === 'unknown') return { ...entry, progress: { state: 'unknown', since: 0 } };
  return state === 'waiting' ? { ...entry, progress: { state: 'queued' } } : entry;
}

/** Merges both by time of writing, each in its own order; nothing goes before what `own` has posted already. */
export function mergePending(
  own: readonly PendingMessage[],
  theirs: readonly PendingMessage[],
): readonly PendingMessage[] {
  const unposted = own.findLastIndex(({ attempt, progress }) => attempt > 0 || progress.state !== 'queued') + 1;
  const merged = own.slice(0, unposted);
  const later = own.slice(unposted);
  for (const text of theirs) {
    while (later[0] && later[0].at <= text.at) merged.push(...later.splice(0, 1));
    merged.push(text);
  }
  return [...merged, ...later];
}

/** One entry for each key, at its first place; it is confirmed if one copy is. */
export function uniquePending(texts: readonly PendingMessage[]): readonly PendingMessage[] {
  const byKey = new Map<string, PendingMessage>();
  for (const text of texts) {
    if (!byKey.has(text.key) || text.progress.state === 'confirmed') byKey.set(text.key, text);
  }
  return [...byKey.values()];
}

/** Whether a value from the storage or another tab is one: other scripts can write there. */
export function isPendingMessage(value: unknown): value is PendingMessage {
  const { key, body, attempt, progress, conversation = '' } = Object(value) as PendingMessage;
  return [key, body, Object(progress).state, conversation].every(isText) && typeof attempt === 'number';
}

const isText = (value: unknown) => typeof value === 'string';
