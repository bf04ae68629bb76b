import type { PostFailure } from './chat-input.ts';
import { type SavedEntry, setTimer, type Turn } from './chat-state.ts';
import type { Message } from './message.ts';
import { change, confirm, entryOf, isPending, isSound, settle } from './outbox.ts';
import { end, hear, look } from './sync.ts';
import { find } from './timeline.ts';

const POST_TIMEOUT_MS = 10_000;
const ECHO_MS = 2_000;

/** Sends the next text if nothing stands before it: one at a time, in the order written (R8). */
export function pump(turn: Turn): void {
  const { state } = turn;
  const { capabilities, cursor, flight, hasPassed, line, phase } = state;
  // Without a key a post into a lost line only makes doubt, so it waits for the line.
  const isOpen = line === 'current' || (line === 'lost' && capabilities.idempotencyKey);
  const [head, ...rest] = state.outbox.filter(isPending);
  if (phase !== 'live' || flight || !hasPassed || !isOpen || !head) return;
  if ([head, ...rest].some(({ progress }) => progress.state !== 'queued')) return;

  const { key, body } = head;
  const attempt = head.attempt + 1;
  const base = find(state.timeline, cursor)?.message;
  change(turn, key, (entry) => ({ ...entry, attempt, base, progress: { state: 'inflight' } }));
  state.flight = { key, attempt };
  turn.effects.push({ type: 'post', key, attempt, body });
  setTimer(turn, 'post', POST_TIMEOUT_MS);
}

/** The service says this text is this message, however late it says so. */
export function land(turn: Turn, key: string, attempt: number, message: Message) {
  const { state } = turn;
  if (!isSound(message)) return miss(turn, key, attempt, { type: 'unknown' });
  endFlight(turn, key, attempt);
  const isNews = !find(state.timeline, message.id);
  confirm(turn, key, message);
  hear(turn, message);
  if (isNews) {
    state.awaitedEcho = message.id;
    setTimer(turn, 'settle', ECHO_MS);
  }
}

/** A post brought no message. Only what is certain is taken as certain (R9). */
export function miss(turn: Turn, key: string, attempt: number, failure: PostFailure) {
  if (!endFlight(turn, key, attempt) || entryOf(turn, key)?.progress.state !== 'inflight') return;
  switch (failure.type) {
    case 'unknown':
      return doubt(turn, key);
    case 'wait':
      settle(turn, key, { state: 'waiting' });
      return setTimer(turn, 'resend', failure.waitMs);
    case 'rejected':
      return settle(turn, key, { state: 'failed', reason: 'rejected' });
    case 'over':
      return end(turn);
    default:
      failure satisfies never;
  }
}

/** No answer in time. */
export function giveUpFlight(turn: Turn): void {
  const { flight } = turn.state;
  if (flight) miss(turn, flight.key, flight.attempt, { type: 'unknown' });
}

/** It may have been committed: with a key ask again, without one look for it (R10). */
export function doubt(turn: Turn, key: string): void {
  settle(turn, key, { state: 'unknown', since: turn.now });
  const attempt = entryOf(turn, key)?.attempt ?? 1;
  if (turn.state.capabilities.idempotencyKey) setTimer(turn, 'resend', Math.min(30_000, 250 * 2 ** attempt), 0.2);
  else search(turn);
}

/** Looks for texts of unknown outcome, and for an echo that stays away. */
export function search(turn: Turn): void {
  const { state, now } = turn;
  const [ageMs] = state.outbox.flatMap(({ progress }) => (progress.state === 'unknown' ? [now - progress.since] : []));
  if (ageMs !== undefined) setTimer(turn, 'settle', Math.max(2_000, Math.min(8_000, ageMs)));
  if (ageMs !== undefined || state.awaitedEcho !== undefined) look(turn);
  state.awaitedEcho = undefined;
}

/** Queues what is to be sent again by its key. */
export function resend(turn: Turn, isAgain: (entry: SavedEntry) => boolean): void {
  for (const { key } of turn.state.outbox.filter(isAgain)) settle(turn, key, { state: 'queued' });
}

function endFlight(turn: Turn, key: string, attempt: number): boolean {
  const { state } = turn;
  if (state.flight?.key !== key || state.flight.attempt !== attempt) return false;
  state.flight = undefined;
  turn.effects.push({ type: 'clear-timer', timer: 'post' });
  return true;
}
