import type { Message } from '../model.ts';
import type { PostFailure } from './actions.ts';
import { endConversation, receiveMessage, resync } from './message-sync.ts';
import { confirmText, findText, isValid, setProgress } from './outbox.ts';
import { isPending, type PendingMessage } from './pending-message.ts';
import { type ReducerContext, setTimer } from './state.ts';
import { findItem } from './timeline.ts';

const POST_TIMEOUT_MS = 10_000;
const ECHO_TIMEOUT_MS = 2_000;

/** Sends the next text if nothing prevents it: one at a time, in the order written (R8). */
export function sendNext(context: ReducerContext): void {
  const { phase, connection, hasCaughtUp, capabilities, inFlightKey } = context;
  // Without a key the outcome of a post during an outage stays unknown, so it waits for the connection.
  const isOpen = connection === 'in-sync' || (connection === 'lost' && capabilities.idempotencyKey);
  const pending = context.outbox.filter(isPending);
  const [head] = pending;
  if (phase !== 'live' || !hasCaughtUp || !isOpen || inFlightKey !== undefined || !head) return;
  if (pending.some(({ progress }) => progress.state !== 'queued')) return;

  const { key, body } = head;
  const attempt = head.attempt + 1;
  const base = findItem(context.timeline, context.cursor)?.message;
  const posted: PendingMessage = { ...head, attempt, base, progress: { state: 'inflight' } };
  context.outbox = context.outbox.map((entry) => (entry === head ? posted : entry));
  context.inFlightKey = key;
  context.effects.push({ type: 'post', key, attempt, body });
  setTimer(context, 'outbox', POST_TIMEOUT_MS);
}

/** The service answered that this text is this message, however late. */
export function onSendSucceeded(context: ReducerContext, key: string, attempt: number, message: Message) {
  if (!isValid(message)) return onSendFailed(context, key, attempt, { type: 'unknown' });
  if (isInFlight(context, key, attempt)) context.inFlightKey = undefined;
  const isKnown = findItem(context.timeline, message.id);
  confirmText(context, key, message);
  receiveMessage(context, message);
  verifyUnconfirmed(context);
  if (isKnown || context.phase !== 'live' || context.capabilities.seq || context.failures > 0) return;
  context.expectedEcho = message.id;
  setTimer(context, 'resync', ECHO_TIMEOUT_MS);
}

/** A post brought no message. Without certainty the text is unconfirmed, never failed (R9). */
export function onSendFailed(context: ReducerContext, key: string, attempt: number, failure: PostFailure) {
  if (!isInFlight(context, key, attempt)) return;
  context.inFlightKey = undefined;
  if (findText(context, key)?.progress.state !== 'inflight') return;
  switch (failure.type) {
    case 'unknown':
      return markUnconfirmed(context, key, attempt);
    case 'wait':
      setProgress(context, key, { state: 'waiting' });
      // Timers are spread by 20 %: the next try must not come before the service allows it.
      return setTimer(context, 'outbox', failure.waitMs * 1.25);
    case 'rejected':
      return setProgress(context, key, { state: 'failed', reason: 'rejected' });
    case 'over':
      return endConversation(context);
    default:
      failure satisfies never;
  }
}

/** It may have been committed: with a key it is posted again, without one it is looked up (R10). */
export function markUnconfirmed(context: ReducerContext, key: string, attempt: number): void {
  setProgress(context, key, { state: 'unknown', since: context.now });
  if (context.capabilities.idempotencyKey) setTimer(context, 'outbox', Math.min(30_000, 250 * 2 ** attempt));
  else verifyUnconfirmed(context);
}

/** The text in flight or waiting has waited long enough. */
export function onSendTimeout(context: ReducerContext): void {
  const flown = findText(context, context.inFlightKey);
  if (flown) onSendFailed(context, flown.key, flown.attempt, { type: 'unknown' });
  else {
    requeueTexts(context, 'waiting');
    verifyUnconfirmed(context);
  }
}

/** Queues texts that wait again, and with a key the unconfirmed ones too. */
export function requeueTexts(context: ReducerContext, which: 'waiting' | 'unknown'): void {
  for (const { key, progress } of context.outbox) {
    const isDoubtful = progress.state === 'unknown' && context.capabilities.idempotencyKey;
    if (isDoubtful || (progress.state === 'waiting' && which === 'waiting'))
      setProgress(context, key, { state: 'queued' });
  }
}

/** Without keys, resyncs go on until no text is unconfirmed. */
function verifyUnconfirmed(context: ReducerContext): void {
  for (const { progress } of context.capabilities.idempotencyKey ? [] : context.outbox) {
    if (progress.state !== 'unknown') continue;
    setTimer(context, 'outbox', Math.max(2_000, Math.min(8_000, context.now - progress.since)));
    return resync(context);
  }
}

/** Whether this post is the one in flight: neither given up, nor taken over by another tab. */
export function isInFlight(
  context: Pick<ReducerContext, 'inFlightKey' | 'outbox'>,
  key: string,
  attempt: number,
): boolean {
  return context.inFlightKey === key && findText(context, key)?.attempt === attempt;
}
