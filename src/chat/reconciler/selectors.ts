import type { Delivery, Entry } from '../message.ts';
import type { Progress, SavedEntry } from './pending-message.ts';
import type { ChatState } from './state.ts';

/**
 * The transcript: committed messages in the service's order, then what is written and not committed. `me` is the
 * sender of the latter, which may be written before a conversation exists.
 */
export function entriesOf(
  { timeline, held, outbox }: Pick<ChatState, 'timeline' | 'held' | 'outbox'>,
  me: string,
): readonly Entry[] {
  const shown = held.length === 0 ? timeline : timeline.filter(({ message }) => !held.includes(message.id));
  const pending = outbox.filter(({ progress }) => progress.state !== 'confirmed');
  return [...shown.map(({ entry }) => entry), ...pending.map((written) => writtenEntry(written, me))];
}

/** What to keep for the next page; empty when nothing is left to be done. */
export function outboxOf({ outbox }: Pick<ChatState, 'outbox'>): readonly SavedEntry[] {
  // Confirmed ones stay as long as others are unsettled: they tell whose messages need no owner any more.
  return outbox.every(({ progress }) => progress.state === 'confirmed') ? [] : outbox;
}

/** Whether there are older messages to ask for. */
export function historyOf({ phase, hasPassed, hasOlder, older }: ChatState): 'unknown' | 'more' | 'loading' | 'start' {
  if (!hasPassed) return 'unknown';
  if (!hasOlder || phase === 'ended' || phase === 'ending') return 'start';
  return older === undefined ? 'more' : 'loading';
}

/** The stream is open, but what was missed meanwhile has not all come yet. */
export function isCatchingUp({ phase, line }: ChatState): boolean {
  return phase === 'live' && line === 'behind';
}

/** A written text as it stands in the transcript. */
export function writtenEntry({ key, body, at, progress }: SavedEntry, senderId: string): Entry {
  return { viewId: key, messageId: undefined, senderId, kind: 'standard', body, at, delivery: deliveryOf(progress) };
}

function deliveryOf(progress: Progress): Delivery {
  if (progress.state === 'failed') return progress;
  return { state: progress.state === 'queued' || progress.state === 'waiting' ? 'queued' : 'sending' };
}
