import type { Message } from '../message.ts';
import { isOwned, isPending } from './outbox.ts';
import type { Turn } from './state.ts';
import { find } from './timeline.ts';

/** After so many failed lists in a row a message is shown although its place may still change. */
const PATIENT_LISTS = 2;

/**
 * Whether a live message may stand behind a text of ours that was posted and has no answer yet. Shown at once, it would
 * change places with that text once the service's list tells. Ask before the message is taken in. Only where the service
 * numbers its messages: elsewhere each such message would cost a list, and lists at the wrong moment misjudge what is in doubt.
 */
export function mayChangePlaces(turn: Turn, { id, seq }: Message): boolean {
  if (!turn.capabilities.seq || !isAnyInDoubt(turn) || find(turn.timeline, id)) return false;
  // Numbers are dense: with nothing missing before it, what is in doubt can only come after it.
  return seq !== turn.seq + 1;
}

/** Keeps a message out of sight until its place is certain. */
export function holdBack(turn: Turn, { id }: Message): void {
  if (!isOwned(turn, id)) turn.held = [...turn.held, id];
}

/** Shows what a list has placed since, or everything where nothing is in doubt or no list can be had. */
export function showPlaced(turn: Turn): void {
  if (turn.held.length === 0) return;
  const isOpen = turn.phase === 'live' || turn.phase === 'new';
  if (!isOpen || !isAnyInDoubt(turn) || turn.failures >= PATIENT_LISTS) turn.held = [];
  else turn.held = turn.held.filter((id) => find(turn.timeline, id)?.position === undefined && !isOwned(turn, id));
}

function isAnyInDoubt({ outbox }: Turn): boolean {
  return outbox.some((entry) => entry.attempt > 0 && isPending(entry));
}
