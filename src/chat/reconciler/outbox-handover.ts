import { look } from './message-sync.ts';
import { claimShown, confirm, entryOf, isPending, settle } from './outbox.ts';
import { mergeTexts, resume, type SavedEntry, uniqueTexts } from './pending-message.ts';
import { doubt } from './send-queue.ts';
import { createChatState, type Turn } from './state.ts';

/** Whether a text may stand in this conversation: it was written for it, or before any existed. */
export function isOf({ conversation }: Pick<Turn, 'conversation'>, entry: SavedEntry): boolean {
  return entry.conversation === undefined || conversation === undefined || entry.conversation === conversation;
}

/**
 * Takes over what a closed tab had written, in the order of writing and with how far it had come. A key that is known
 * already stays one entry: what is confirmed on either side is confirmed.
 */
export function inherit(turn: Turn, texts: readonly SavedEntry[]): void {
  const ours = uniqueTexts(texts).filter((text) => isOf(turn, text));
  const fresh = ours.filter(({ key }) => !entryOf(turn, key));
  for (const { key, progress } of ours) {
    const own = entryOf(turn, key);
    if (own?.progress.state !== 'confirmed' && progress.state === 'confirmed')
      confirm(turn, key, { id: progress.messageId });
  }
  if (!fresh[0]) return;
  if (turn.phase === 'new') {
    const { pageSize } = turn;
    const { outbox, timeline, isAnchored, cursor, oldest, hasOlder } = createChatState({
      outbox: mergeTexts(turn.outbox, fresh),
      pageSize,
    });
    Object.assign(turn, { outbox, timeline, isAnchored, cursor, oldest, hasOlder });
    return;
  }
  const { conversation } = turn;
  turn.outbox = mergeTexts(
    turn.outbox,
    fresh.map((text) => resume({ ...text, conversation: conversation ?? text.conversation })),
  );
  for (const { key } of fresh) goOn(turn, key);
  look(turn);
}

/** Another tab sends these now. A post of this tab that is still on its way changes nothing: it has the same key. */
export function release(turn: Turn, keys: readonly string[]): void {
  const isGone = (entry: SavedEntry) => keys.includes(entry.key) && entry.progress.state !== 'confirmed';
  if (!turn.outbox.some(isGone)) return;
  turn.outbox = turn.outbox.filter((entry) => !isGone(entry));
  if (!entryOf(turn, turn.flight)) turn.flight = undefined;
}

/** A text of another page, in a conversation that runs here. */
function goOn(turn: Turn, key: string): void {
  claimShown(turn, key);
  const entry = entryOf(turn, key);
  if (!entry || !isPending(entry)) return;
  if (turn.phase !== 'live') return settle(turn, key, { state: 'failed', reason: 'over' });
  if (entry.progress.state !== 'unknown') return;
  // With a key the same post may be made again; it waits for its turn.
  if (turn.capabilities.idempotencyKey) settle(turn, key, { state: 'queued' });
  else if (turn.flight === undefined) doubt(turn, key, entry.attempt);
  else settle(turn, key, { state: 'unknown', since: turn.now });
}
