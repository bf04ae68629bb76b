import type { Message } from '../model.ts';
import type { ChatAction } from './actions.ts';
import { hideMessage, isPlaceUncertain } from './hold-back.ts';
import { isValid, setProgress, upsertMessage } from './outbox.ts';
import { isPending } from './pending-message.ts';
import { type CatchUp, clearTimer, type ReducerContext, setTimer } from './state.ts';
import { findItem } from './timeline.ts';

const LATEST_COMMIT_MS = 30_000;
const MAX_PAGES = 20;
const MAX_FAILED_LAST_LISTS = 3;

/** Asks the service for what is missing; while that goes on already, once more after it (R5). */
export function resync(context: ReducerContext): void {
  if (context.phase === 'new' || context.phase === 'ended') return;
  context.isStale = !!context.catchUp;
  if (context.phase === 'live') scheduleResync(context);
  else clearTimer(context, 'resync');
  if (!context.catchUp) requestPage(context, { request: 0, startedAt: context.now, pages: 0, skippedToNewest: false });
}

/** The regular resync without a cause finds what a connection lost without a sign. */
export function scheduleResync(context: ReducerContext): void {
  setTimer(context, 'resync', context.capabilities.seq || context.isHidden ? 300_000 : 60_000);
}

/** Handles a page of the list: the running catch-up goes on or ends, or older messages are added. */
export function onPage(context: ReducerContext, request: number, page: readonly Message[]) {
  const { catchUp } = context;
  const messages = page.filter(isValid);
  if (request === context.olderRequest) return onOlderPage(context, messages);
  if (request !== catchUp?.request) return;
  context.failures = 0;
  if (!context.isAnchored) {
    onNewestPage(context, messages);
    return requestPage(context, { ...catchUp, pages: 0, skippedToNewest: true });
  }
  const fresh = selectBehindCursor(context, messages);
  for (const message of fresh) receiveMessage(context, message, ++context.count);
  context.cursor = fresh.at(-1)?.id ?? context.cursor;
  const isLong = catchUp.pages === MAX_PAGES;
  if (!fresh[0] || (isLong && catchUp.skippedToNewest)) return finishCatchUp(context, catchUp);
  context.isAnchored = !isLong;
  requestPage(context, { ...catchUp, pages: catchUp.pages + 1 });
}

/** Handles a list request that failed: another start, another try later, or the end. */
export function onPageFailed(
  context: ReducerContext,
  { request, failure, waitMs = 0 }: ChatAction & { type: 'list-failed' },
) {
  const { catchUp } = context;
  if (request === context.olderRequest) context.olderRequest = undefined;
  if (request !== catchUp?.request) return;
  if (failure === 'unknown-cursor' && context.isAnchored && !catchUp.skippedToNewest) {
    context.isAnchored = false;
    return requestPage(context, catchUp);
  }
  context.catchUp = undefined;
  context.expectedEcho = undefined;
  context.failures++;
  if (failure === 'over') closeOutbox(context, 'ended');
  else if (context.phase === 'ending' && context.failures >= MAX_FAILED_LAST_LISTS) context.phase = 'ended';
  // Timers are spread by 20 %: the next try must not come before the service allows it.
  else setTimer(context, 'resync', Math.max(waitMs * 1.25, Math.min(30_000, 500 * 2 ** context.failures)));
}

/** Asks for the page before the oldest known message, one at a time (R7). */
export function requestOlder(context: ReducerContext): void {
  const { phase, hasCaughtUp, hasOlder, oldest, pageSize } = context;
  if (phase !== 'live' || !hasCaughtUp || !hasOlder || context.olderRequest || oldest === undefined) return;
  context.olderRequest = ++context.count;
  const query = { before: oldest, sortOrder: 'descending', maxResults: pageSize } as const;
  context.effects.push({ type: 'list', request: context.olderRequest, query });
}

/** Takes in a message from list, stream or answer; its number shows whether others are missing. */
export function receiveMessage(context: ReducerContext, message: Message, position?: number): void {
  const isUncertain = position === undefined && isValid(message) && isPlaceUncertain(context, message);
  upsertMessage(context, message, position);
  if (isUncertain) {
    hideMessage(context, message);
    resync(context);
  }
  const { id, seq = 0 } = message ?? {};
  if (id !== undefined && id === context.expectedEcho) {
    context.expectedEcho = undefined;
    scheduleResync(context);
  }
  if (position !== undefined || seq === context.seq + 1) context.seq = Math.max(context.seq, seq);
  else noteLatestSeq(context, seq);
}

/** Everything up to `seq` exists at the service: resyncs where some of it is not known here. */
export function noteLatestSeq(context: ReducerContext, seq: number): void {
  if (seq > context.seq) resync(context);
}

/** The conversation is over: one last resync, and nothing more is sent. */
export function endConversation(context: ReducerContext): void {
  if (context.phase === 'new') closeOutbox(context, 'ended');
  if (context.phase !== 'live') return;
  closeOutbox(context, 'ending');
  resync(context);
}

function closeOutbox(context: ReducerContext, phase: 'ending' | 'ended'): void {
  for (const { key } of context.outbox.filter(isPending))
    setProgress(context, key, { state: 'failed', reason: 'over' });
  context.phase = phase;
  context.expectedEcho = undefined;
  context.failures = 0;
  clearTimer(context, 'resync');
  clearTimer(context, 'outbox');
}

function requestPage(context: ReducerContext, catchUp: CatchUp): void {
  const { cursor, isAnchored, pageSize } = context;
  const request = ++context.count;
  context.catchUp = { ...catchUp, request };
  const query = isAnchored
    ? ({ ...(cursor && { after: cursor }), sortOrder: 'ascending', maxResults: 2 * pageSize } as const)
    : ({ sortOrder: 'descending', maxResults: pageSize } as const);
  context.effects.push({ type: 'list', request, query });
}

function finishCatchUp(context: ReducerContext, { startedAt }: CatchUp): void {
  context.catchUp = undefined;
  context.hasCaughtUp = true;
  for (const { key, progress } of context.capabilities.idempotencyKey ? [] : context.outbox) {
    // Only a catch-up that started after the last moment for a commit proves that there is none (R10).
    if (progress.state === 'unknown' && startedAt >= progress.since + LATEST_COMMIT_MS) {
      setProgress(context, key, { state: 'failed', reason: 'not-found' });
    }
  }
  if (context.isStale) resync(context);
  else if (context.phase === 'ending') context.phase = 'ended';
  else if (context.connection === 'catching-up') context.connection = 'in-sync';
}

/** The newest page starts a new window of the list; messages known from the stream only stay. */
function onNewestPage(context: ReducerContext, messages: readonly Message[]): void {
  context.timeline = context.timeline.filter(({ position }) => position === undefined);
  for (const message of messages) receiveMessage(context, message, -++context.count);
  context.isAnchored = true;
  context.cursor = messages[0]?.id;
  context.oldest = messages.at(-1)?.id;
  context.olderRequest = undefined;
  context.hasOlder = messages.length >= context.pageSize;
}

function onOlderPage(context: ReducerContext, messages: readonly Message[]): void {
  const fresh = messages.filter(({ id }) => !isListed(context, id));
  for (const message of fresh) upsertMessage(context, message, -++context.count);
  context.olderRequest = undefined;
  context.oldest = fresh.at(-1)?.id ?? context.oldest;
  context.hasOlder = fresh.length >= context.pageSize;
}

/** The part of a forward page that is behind the cursor, also where the service ignored `after`. */
function selectBehindCursor(context: ReducerContext, messages: readonly Message[]): readonly Message[] {
  const known = messages.findLastIndex(({ id }) => isListed(context, id));
  const oldest = context.hasOlder ? findItem(context.timeline, context.oldest) : undefined;
  return messages.slice(known + 1).filter(({ at }) => !oldest || !(at < oldest.message.at));
}

function isListed({ timeline }: ReducerContext, id: string): boolean {
  return findItem(timeline, id)?.position !== undefined;
}
