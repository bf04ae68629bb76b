import type { Message } from '../model.ts';
import { isLinked } from './outbox.ts';
import { isPending } from './pending-message.ts';
import type { ReducerContext } from './state.ts';
import { findItem } from './timeline.ts';

/** After this many failed lists in a row a message is shown although its place may still change. */
const MAX_FAILED_LISTS = 2;

/**
 * Whether a live message may belong behind an own text that was posted and has no answer yet. Shown at once, it would
 * change places with that text once the service's list arrives. Call it before the message is taken in. Only where the
 * service numbers its messages: elsewhere each such message would cost a list, and a list at the wrong moment misjudges
 * unconfirmed texts.
 */
export function isPlaceUncertain(context: ReducerContext, { id, seq }: Message): boolean {
  if (!context.capabilities.seq || !hasUnconfirmedText(context) || findItem(context.timeline, id)) return false;
  // Numbers have no gaps: with nothing missing before it, an unconfirmed text can only come after it.
  return seq !== context.seq + 1;
}

/** Hides a message until its place is certain. */
export function hideMessage(context: ReducerContext, { id }: Message): void {
  if (!isLinked(context, id)) context.hiddenIds = [...context.hiddenIds, id];
}

/** Shows hidden messages that a list has placed, or all where no text is unconfirmed or no list can be had. */
export function showPlacedMessages(context: ReducerContext): void {
  if (context.hiddenIds.length === 0) return;
  const isOpen = context.phase === 'live' || context.phase === 'new';
  if (!isOpen || !hasUnconfirmedText(context) || context.failures >= MAX_FAILED_LISTS) context.hiddenIds = [];
  else
    context.hiddenIds = context.hiddenIds.filter(
      (id) => findItem(context.timeline, id)?.position === undefined && !isLinked(context, id),
    );
}

function hasUnconfirmedText({ outbox }: ReducerContext): boolean {
  return outbox.some((entry) => entry.attempt > 0 && isPending(entry));
}
