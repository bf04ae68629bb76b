import { resync } from './message-sync.ts';
import { confirmText, findText, matchShown, setProgress } from './outbox.ts';
import { isPending, mergePending, type PendingMessage, resumePending, uniquePending } from './pending-message.ts';
import { markUnconfirmed } from './send-queue.ts';
import { createChatState, type ReducerContext } from './state.ts';

/** Whether a text may be sent into this conversation: it was written for it, or before any existed. */
export function belongsTo({ conversation }: Pick<ReducerContext, 'conversation'>, entry: PendingMessage): boolean {
  return entry.conversation === undefined || conversation === undefined || entry.conversation === conversation;
}

/**
 * Takes over the texts of a closed tab, in the order of writing and with their progress. A key that is known already
 * stays one entry, which is confirmed if either copy is.
 */
export function takeOverTexts(context: ReducerContext, texts: readonly PendingMessage[]): void {
  const ours = uniquePending(texts).filter((text) => belongsTo(context, text));
  const fresh = ours.filter(({ key }) => !findText(context, key));
  for (const { key, progress } of ours) {
    const own = findText(context, key);
    if (own?.progress.state !== 'confirmed' && progress.state === 'confirmed')
      confirmText(context, key, { id: progress.messageId });
  }
  if (!fresh[0]) return;
  if (context.phase === 'new') {
    const { pageSize } = context;
    const { outbox, timeline, isAnchored, cursor, oldest, hasOlder } = createChatState({
      outbox: mergePending(context.outbox, fresh),
      pageSize,
    });
    Object.assign(context, { outbox, timeline, isAnchored, cursor, oldest, hasOlder });
    return;
  }
  const { conversation } = context;
  context.outbox = mergePending(
    context.outbox,
    fresh.map((text) => resumePending({ ...text, conversation: conversation ?? text.conversation })),
  );
  for (const { key } of fresh) resumeTakenOver(context, key);
  resync(context);
}

/** Another tab sends these texts now. A post of this tab still in flight does no harm: it has the same key. */
export function releaseTexts(context: ReducerContext, keys: readonly string[]): void {
  const isGone = (entry: PendingMessage) => keys.includes(entry.key) && entry.progress.state !== 'confirmed';
  if (!context.outbox.some(isGone)) return;
  context.outbox = context.outbox.filter((entry) => !isGone(entry));
  if (!findText(context, context.inFlightKey)) context.inFlightKey = undefined;
}

/** Goes on with a text of another page in a conversation that is live here. */
function resumeTakenOver(context: ReducerContext, key: string): void {
  matchShown(context, key);
  const entry = findText(context, key);
  if (!entry || !isPending(entry)) return;
  if (context.phase !== 'live') return setProgress(context, key, { state: 'failed', reason: 'over' });
  if (entry.progress.state !== 'unknown') return;
  // With a key the same post may be repeated, in the order of the queue.
  if (context.capabilities.idempotencyKey) setProgress(context, key, { state: 'queued' });
  else if (context.inFlightKey === undefined) markUnconfirmed(context, key, entry.attempt);
  else setProgress(context, key, { state: 'unknown', since: context.now });
}
