import type { Delivery, TranscriptEntry } from '../model.ts';
import type { PendingMessage, Progress } from './pending-message.ts';
import type { ChatState } from './state.ts';

/**
 * The transcript: committed messages in the service's order, then texts that are not committed. `me` is the sender of
 * the latter, which may be written before a conversation exists.
 */
export function entriesOf(
  { timeline, hiddenIds, outbox }: Pick<ChatState, 'timeline' | 'hiddenIds' | 'outbox'>,
  me: string,
): readonly TranscriptEntry[] {
  const shown = hiddenIds.length === 0 ? timeline : timeline.filter(({ message }) => !hiddenIds.includes(message.id));
  const pending = outbox.filter(({ progress }) => progress.state !== 'confirmed');
  return [...shown.map(({ entry }) => entry), ...pending.map((written) => writtenEntry(written, me))];
}

/** The outbox to save for the next page; empty once every text is confirmed. */
export function outboxOf({ outbox }: Pick<ChatState, 'outbox'>): readonly PendingMessage[] {
  // Confirmed ones stay while others are unsettled: their messages must not be matched with another text.
  return outbox.every(({ progress }) => progress.state === 'confirmed') ? [] : outbox;
}

/** Whether there are older messages to load. */
export function historyOf({
  phase,
  hasCaughtUp,
  hasOlder,
  olderRequest,
}: ChatState): 'unknown' | 'more' | 'loading' | 'start' {
  if (!hasCaughtUp) return 'unknown';
  if (!hasOlder || phase === 'ended' || phase === 'ending') return 'start';
  return olderRequest === undefined ? 'more' : 'loading';
}

/** The stream is open, but messages missed meanwhile are still being listed. */
export function isCatchingUp({ phase, connection }: ChatState): boolean {
  return phase === 'live' && connection === 'catching-up';
}

/** A written text as an entry of the transcript. */
export function writtenEntry({ key, body, at, progress }: PendingMessage, senderId: string): TranscriptEntry {
  return { viewId: key, messageId: undefined, senderId, kind: 'standard', body, at, delivery: deliveryOf(progress) };
}

function deliveryOf(progress: Progress): Delivery {
  if (progress.state === 'failed') return progress;
  return { state: progress.state === 'queued' || progress.state === 'waiting' ? 'queued' : 'sending' };
}
