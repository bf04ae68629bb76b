import type { Message } from '../message.ts';
import type { PostFailure } from './actions.ts';
import { end, hear, look } from './message-sync.ts';
import { confirm, entryOf, isPending, isSound, settle } from './outbox.ts';
import type { SavedEntry } from './pending-message.ts';
import { setTimer, type Turn } from './state.ts';
import { find } from './timeline.ts';

const POST_TIMEOUT_MS = 10_000;
const ECHO_MS = 2_000;

/** Sends the next text if nothing stands before it: one at a time, in the order written (R8). */
export function pump(turn: Turn): void {
  const { phase, line, hasPassed, capabilities, flight } = turn;
  // Without a key a post into a lost line only makes doubt, so it waits for the line.
  const isOpen = line === 'current' || (line === 'lost' && capabilities.idempotencyKey);
  const pending = turn.outbox.filter(isPending);
  const [head] = pending;
  if (phase !== 'live' || !hasPassed || !isOpen || flight !== undefined || !head) return;
  if (pending.some(({ progress }) => progress.state !== 'queued')) return;

  const { key, body } = head;
  const attempt = head.attempt + 1;
  const base = find(turn.timeline, turn.cursor)?.message;
  const posted: SavedEntry = { ...head, attempt, base, progress: { state: 'inflight' } };
  turn.outbox = turn.outbox.map((entry) => (entry === head ? posted : entry));
  turn.flight = key;
  turn.effects.push({ type: 'post', key, attempt, body });
  setTimer(turn, 'outbox', POST_TIMEOUT_MS);
}

/** The service says this text is this message, however late it says so. */
export function land(turn: Turn, key: string, attempt: number, message: Message) {
  if (!isSound(message)) return miss(turn, key, attempt, { type: 'unknown' });
  if (isFlight(turn, key, attempt)) turn.flight = undefined;
  const isKnown = find(turn.timeline, message.id);
  confirm(turn, key, message);
  hear(turn, message);
  seek(turn);
  if (isKnown || turn.phase !== 'live' || turn.capabilities.seq || turn.failures > 0) return;
  turn.awaitedEcho = message.id;
  setTimer(turn, 'look', ECHO_MS);
}

/** A post brought no message. Only what is certain is taken as certain (R9). */
export function miss(turn: Turn, key: string, attempt: number, failure: PostFailure) {
  if (!isFlight(turn, key, attempt)) return;
  turn.flight = undefined;
  if (entryOf(turn, key)?.progress.state !== 'inflight') return;
  switch (failure.type) {
    case 'unknown':
      return doubt(turn, key, attempt);
    case 'wait':
      settle(turn, key, { state: 'waiting' });
      // Spread as timers are, it must not come sooner than it was told.
      return setTimer(turn, 'outbox', failure.waitMs * 1.25);
    case 'rejected':
      return settle(turn, key, { state: 'failed', reason: 'rejected' });
    case 'over':
      return end(turn);
    default:
      failure satisfies never;
  }
}

/** It may have been committed: with a key ask again, without one look for it (R10). */
export function doubt(turn: Turn, key: string, attempt: number): void {
  settle(turn, key, { state: 'unknown', since: turn.now });
  if (turn.capabilities.idempotencyKey) setTimer(turn, 'outbox', Math.min(30_000, 250 * 2 ** attempt));
  else seek(turn);
}

/** The text on its way has waited long enough. */
export function hurry(turn: Turn): void {
  const flown = entryOf(turn, turn.flight);
  if (flown) miss(turn, flown.key, flown.attempt, { type: 'unknown' });
  else {
    requeue(turn, 'waiting');
    seek(turn);
  }
}

/** Queues again what waits, and with a key what is in doubt too. */
export function requeue(turn: Turn, which: 'waiting' | 'unknown'): void {
  for (const { key, progress } of turn.outbox) {
    const isDoubtful = progress.state === 'unknown' && turn.capabilities.idempotencyKey;
    if (isDoubtful || (progress.state === 'waiting' && which === 'waiting')) settle(turn, key, { state: 'queued' });
  }
}

/** Without keys, doubt is looked into until it is settled. */
function seek(turn: Turn): void {
  for (const { progress } of turn.capabilities.idempotencyKey ? [] : turn.outbox) {
    if (progress.state !== 'unknown') continue;
    setTimer(turn, 'outbox', Math.max(2_000, Math.min(8_000, turn.now - progress.since)));
    return look(turn);
  }
}

/** Whether this post is the one on its way: neither given up, nor taken over by another tab. */
export function isFlight(turn: Pick<Turn, 'flight' | 'outbox'>, key: string, attempt: number): boolean {
  return turn.flight === key && entryOf(turn, key)?.attempt === attempt;
}
