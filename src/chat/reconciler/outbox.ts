import type { Message } from '../message.ts';
import type { Progress, SavedEntry } from './pending-message.ts';
import type { Turn } from './state.ts';
import { find, place, rename } from './timeline.ts';

/** Takes in a message, from wherever it came; an own one is matched with what was written here. */
export function admit(turn: Turn, message: Message, position?: number): void {
  if (!isSound(message)) return;
  const known = find(turn.timeline, message.id);
  if (known && position === undefined) return;
  turn.timeline = place(turn.timeline, message, ownerOf(turn, message.id)?.key ?? message.id, position);
  if (!known) claim(turn, message, position);
}

/** Nothing is taken in that could not be told apart or shown, whatever a service sends. */
export function isSound(message: Message | undefined): message is Message {
  return typeof message?.id === 'string' && typeof message.body === 'string';
}

/** A posted text has become this message for certain: whoever held it by likeness gives it back. */
export function confirm(turn: Turn, key: string, message: Pick<Message, 'id'>): void {
  const owner = ownerOf(turn, message.id);
  const entry = entryOf(turn, key);
  if (!entry || owner === entry) return;
  if (owner) settle(turn, owner.key, { state: 'unknown', since: turn.now });
  const freed = entry.progress.state === 'confirmed' ? find(turn.timeline, entry.progress.messageId) : undefined;
  bind(turn, key, message.id);
  if (freed) {
    turn.timeline = rename(turn.timeline, freed.message.id, freed.message.id);
    claim(turn, freed.message);
  }
}

/** Moves a text on. */
export function settle(turn: Turn, key: string, progress: Progress): void {
  turn.outbox = turn.outbox.map((entry) => (entry.key === key ? { ...entry, progress } : entry));
}

export function entryOf({ outbox }: Pick<Turn, 'outbox'>, key: string | undefined): SavedEntry | undefined {
  return outbox.find((entry) => entry.key === key);
}

/** Still on its way: neither confirmed nor failed. */
export function isPending({ progress }: SavedEntry): boolean {
  return progress.state !== 'confirmed' && progress.state !== 'failed';
}

/** A text that was posted elsewhere may stand in the timeline already, behind its base. */
export function claimShown(turn: Turn, key: string): void {
  const entry = entryOf(turn, key);
  if (!entry) return;
  const base = turn.timeline.findIndex(({ message }) => message.id === entry.base?.id);
  const shown = turn.timeline
    .slice(base + 1)
    .find(({ message }) => isOwn(turn, message) && isAlike(turn, entry, message));
  if (shown) bind(turn, key, shown.message.id);
}

/** Finds the written text an own message comes from, and binds it (R11). */
function claim(turn: Turn, message: Message, position = 0): void {
  if (!isOwn(turn, message)) return;
  const alike = turn.outbox.filter((entry) => {
    // Older pages are read upwards: once the base was met, it and what follows are older than the text.
    const isOlder = position < 0 && find(turn.timeline, entry.base?.id);
    return isAlike(turn, entry, message) && (turn.capabilities.idempotencyKey || !isOlder);
  });
  const entry = alike.find(({ progress }) => /inflight|unknown/.test(progress.state)) ?? alike[0];
  if (entry) bind(turn, entry.key, message.id);
}

/** Written by this member, and no text's yet. */
function isOwn(turn: Turn, { id, senderId, kind }: Message): boolean {
  return senderId === turn.me && (kind === 'standard' || kind === 'notice') && !ownerOf(turn, id);
}

function isAlike(turn: Turn, entry: SavedEntry, { key, body }: Message): boolean {
  const { attempt, progress } = entry;
  if (turn.capabilities.idempotencyKey) return entry.key === key;
  const isOpen = isPending(entry) || (progress.state === 'failed' && progress.reason !== 'rejected');
  return attempt > 0 && isOpen && likeness(entry.body) === likeness(body);
}

function bind(turn: Turn, key: string, messageId: string): void {
  settle(turn, key, { state: 'confirmed', messageId });
  turn.timeline = rename(turn.timeline, messageId, key);
  // A key is proof; likeness leaves the post open until its answer.
  if (turn.capabilities.idempotencyKey && turn.flight === key) turn.flight = undefined;
}

/** Whether a written text is this message. */
export function isOwned(turn: Turn, messageId: string): boolean {
  return ownerOf(turn, messageId) !== undefined;
}

function ownerOf({ outbox }: Turn, messageId: string): SavedEntry | undefined {
  return outbox.find(({ progress }) => progress.state === 'confirmed' && progress.messageId === messageId);
}

/** What is left of a text that services trim, encode and compose. */
function likeness(text: string): string {
  return text.normalize().replace(/&(amp|lt|gt|quot|#39);|[&<>"'\s]/g, '');
}
