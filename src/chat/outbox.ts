import type { Progress, SavedEntry, Turn } from './chat-state.ts';
import type { Message } from './message.ts';
import { find, place, rename } from './timeline.ts';

/** Takes in a message, from wherever it came. An own one is matched with what was written here first. */
export function admit(turn: Turn, message: Message, position?: number): void {
  const { state } = turn;
  if (!isSound(message)) return;
  const isKnown = find(state.timeline, message.id);
  state.timeline = place(state.timeline, message, viewIdOf(turn, message.id), position);
  if (!isKnown) claim(turn, message, position);
}

/** Nothing is taken in that could not be told apart or shown, whatever a service sends. */
export function isSound(message: Message | undefined): message is Message {
  return typeof message?.id === 'string' && typeof message.body === 'string';
}

/** A posted text has become this message for certain: whoever held it by likeness gives it back. */
export function confirm(turn: Turn, key: string, message: Message): void {
  const { state } = turn;
  const entry = entryOf(turn, key);
  if (!entry || isBoundTo(entry, message.id)) return;
  const holder = state.outbox.find((other) => isBoundTo(other, message.id));
  if (holder) settle(turn, holder.key, { state: 'unknown', since: turn.now });
  const freed = entry.progress.state === 'confirmed' ? find(state.timeline, entry.progress.messageId) : undefined;
  bind(turn, key, message.id);
  if (freed) {
    state.timeline = rename(state.timeline, freed.message.id, freed.message.id);
    claim(turn, freed.message);
  }
}

export function settle(turn: Turn, key: string, progress: Progress): void {
  change(turn, key, (entry) => ({ ...entry, progress }));
}

export function change(turn: Turn, key: string, changed: (entry: SavedEntry) => SavedEntry): void {
  turn.state.outbox = turn.state.outbox.map((entry) => (entry.key === key ? changed(entry) : entry));
}

export function entryOf({ state }: Turn, key: string): SavedEntry | undefined {
  return state.outbox.find((entry) => entry.key === key);
}

/** Still on its way: neither confirmed nor failed. */
export function isPending({ progress }: SavedEntry): boolean {
  return progress.state !== 'confirmed' && progress.state !== 'failed';
}

/** Finds the written text an own message comes from, and binds it (R11). */
function claim(turn: Turn, message: Message, position = 0): void {
  const { state } = turn;
  if (message.senderId !== state.me || (message.kind !== 'standard' && message.kind !== 'notice')) return;
  if (viewIdOf(turn, message.id) !== message.id) return;
  const alike = state.outbox.filter((entry) => mayBecome(turn, entry, message, position));
  const entry = alike.find(({ progress }) => /inflight|unknown/.test(progress.state)) ?? alike[0];
  if (entry) bind(turn, entry.key, message.id);
}

function mayBecome({ state }: Turn, entry: SavedEntry, message: Message, position: number): boolean {
  const { key, body, attempt, base, progress } = entry;
  if (state.capabilities.idempotencyKey) return message.key === key;
  return (
    attempt > 0 &&
    progress.state !== 'confirmed' &&
    !(progress.state === 'failed' && progress.reason === 'rejected') &&
    // Pages are read upwards here: once the base was met, it and what follows are older than the text.
    !(position < 0 && find(state.timeline, base?.id)) &&
    normal(body) === normal(message.body)
  );
}

function bind(turn: Turn, key: string, messageId: string): void {
  settle(turn, key, { state: 'confirmed', messageId });
  turn.state.timeline = rename(turn.state.timeline, messageId, key);
}

function isBoundTo({ progress }: SavedEntry, messageId: string): boolean {
  return progress.state === 'confirmed' && progress.messageId === messageId;
}

/** What views key on: for a text written here, its key, so that nothing is drawn anew when it is confirmed. */
function viewIdOf({ state }: Turn, messageId: string): string {
  return state.outbox.find((entry) => isBoundTo(entry, messageId))?.key ?? messageId;
}

const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** A text as it may come back: services trim, encode and compose. */
function normal(text: string): string {
  return text
    .normalize()
    .replace(/\r\n?/g, '\n')
    .replace(/&(amp|lt|gt|quot|#39);/g, (whole, name) => CHARACTERS[name] ?? whole)
    .trim();
}
