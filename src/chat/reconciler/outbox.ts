import type { Message } from '../model.ts';
import { isPending, type PendingMessage, type Progress } from './pending-message.ts';
import type { ReducerContext } from './state.ts';
import { findItem, placeMessage, setViewId } from './timeline.ts';

/** Adds or updates a message from any source; an own one is matched with a text written here. */
export function upsertMessage(context: ReducerContext, message: Message, position?: number): void {
  if (!isValid(message)) return;
  const known = findItem(context.timeline, message.id);
  if (known && position === undefined) return;
  context.timeline = placeMessage(
    context.timeline,
    message,
    findLinked(context, message.id)?.key ?? message.id,
    position,
  );
  if (!known) matchPending(context, message, position);
}

/** Whether a message can be identified and shown, whatever a service sends. */
export function isValid(message: Message | undefined): message is Message {
  return typeof message?.id === 'string' && typeof message.body === 'string';
}

/** A posted text is this message for certain: another text matched with it by its body is unconfirmed again. */
export function confirmText(context: ReducerContext, key: string, message: Pick<Message, 'id'>): void {
  const owner = findLinked(context, message.id);
  const entry = findText(context, key);
  if (!entry || owner === entry) return;
  if (owner) setProgress(context, owner.key, { state: 'unknown', since: context.now });
  const freed = entry.progress.state === 'confirmed' ? findItem(context.timeline, entry.progress.messageId) : undefined;
  linkPending(context, key, message.id);
  if (freed) {
    context.timeline = setViewId(context.timeline, freed.message.id, freed.message.id);
    matchPending(context, freed.message);
  }
}

export function setProgress(context: ReducerContext, key: string, progress: Progress): void {
  context.outbox = context.outbox.map((entry) => (entry.key === key ? { ...entry, progress } : entry));
}

export function findText(
  { outbox }: Pick<ReducerContext, 'outbox'>,
  key: string | undefined,
): PendingMessage | undefined {
  return outbox.find((entry) => entry.key === key);
}

/** A text that another page posted may be in the timeline already, behind its base. */
export function matchShown(context: ReducerContext, key: string): void {
  const entry = findText(context, key);
  if (!entry) return;
  const base = context.timeline.findIndex(({ message }) => message.id === entry.base?.id);
  const shown = context.timeline
    .slice(base + 1)
    .find(({ message }) => isUnmatchedOwn(context, message) && isMatch(context, entry, message));
  if (shown) linkPending(context, key, shown.message.id);
}

/** Finds the written text that became this own message, and links both (R11). */
function matchPending(context: ReducerContext, message: Message, position = 0): void {
  if (!isUnmatchedOwn(context, message)) return;
  const alike = context.outbox.filter((entry) => {
    // Older pages are read upwards: once the base is known, messages before it are older than the text.
    const isOlder = position < 0 && findItem(context.timeline, entry.base?.id);
    return isMatch(context, entry, message) && (context.capabilities.idempotencyKey || !isOlder);
  });
  const entry = alike.find(({ progress }) => isPosted(progress)) ?? alike[0];
  if (entry) linkPending(context, entry.key, message.id);
}

function isPosted({ state }: Progress): boolean {
  return state === 'inflight' || state === 'unknown';
}

/** Written by this member, and linked to no text yet. */
function isUnmatchedOwn(context: ReducerContext, { id, senderId, kind }: Message): boolean {
  return senderId === context.me && (kind === 'standard' || kind === 'notice') && !findLinked(context, id);
}

function isMatch(context: ReducerContext, entry: PendingMessage, { key, body }: Message): boolean {
  const { attempt, progress } = entry;
  if (context.capabilities.idempotencyKey) return entry.key === key;
  const isOpen = isPending(entry) || (progress.state === 'failed' && progress.reason !== 'rejected');
  return attempt > 0 && isOpen && normalizeBody(entry.body) === normalizeBody(body);
}

function linkPending(context: ReducerContext, key: string, messageId: string): void {
  setProgress(context, key, { state: 'confirmed', messageId });
  context.timeline = setViewId(context.timeline, messageId, key);
  // A key is proof; after a match by body the post stays in flight until its answer.
  if (context.capabilities.idempotencyKey && context.inFlightKey === key) context.inFlightKey = undefined;
}

/** Whether a written text became this message. */
export function isLinked(context: ReducerContext, messageId: string): boolean {
  return findLinked(context, messageId) !== undefined;
}

function findLinked({ outbox }: ReducerContext, messageId: string): PendingMessage | undefined {
  return outbox.find(({ progress }) => progress.state === 'confirmed' && progress.messageId === messageId);
}

/** The part of a text that survives services which trim, encode or compose it: for comparing. */
function normalizeBody(text: string): string {
  return text.normalize().replace(/&(amp|lt|gt|quot|#39);|[&<>"'\s]/g, '');
}
