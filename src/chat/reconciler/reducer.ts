import type { ChatAction, ChatEffect } from './actions.ts';
import { showPlacedMessages } from './hold-back.ts';
import {
  endConversation,
  noteLatestSeq,
  onPage,
  onPageFailed,
  receiveMessage,
  requestOlder,
  resync,
  scheduleResync,
} from './message-sync.ts';
import { findText, setProgress } from './outbox.ts';
import { belongsTo, releaseTexts, takeOverTexts } from './outbox-handover.ts';
import type { Progress } from './pending-message.ts';
import { markUnconfirmed, onSendFailed, onSendSucceeded, onSendTimeout, requeueTexts, sendNext } from './send-queue.ts';
import type { ChatState, ReducerContext } from './state.ts';

/**
 * The reducer of a conversation (reliability, section 1): the caller dispatches every action, stores the state it
 * returns, and runs its effects in their order. Pure: `now` is a monotonic clock in milliseconds, and the caller spreads
 * timers at random by `spread`.
 *
 * How to run it. `createChatState({ outbox })` gives the first state, `outbox` being what `outboxOf` returned on the page
 * before; texts may be `written` at once. `began` starts lists; posts wait for the first `stream-opened` and the catch-up
 * that follows it. Every `list` effect is answered by `listed` or `list-failed`, every `post` by `posted` or
 * `post-failed`, with its own numbers; a late answer is welcome, and a post may stay without one. `set-timer` replaces
 * the running timer of that name and is answered by `timer-fired` once. On `save-outbox` the caller saves
 * `outboxOf(state)` before the effects that follow. After `ended` there is one last catch-up, then no more effects.
 *
 * Views read `entriesOf`, `historyOf` and `isCatchingUp` (`selectors.ts`); the key of a written text is its `viewId`
 * for good, so `retried` and `discarded` take a `viewId`.
 */
export function reduce(
  before: ChatState,
  action: ChatAction,
  now: number,
): { state: ChatState; effects: ChatEffect[] } {
  const context: ReducerContext = { ...before, effects: [], now };
  applyAction(context, action);
  showPlacedMessages(context);
  sendNext(context);
  const { effects, now: _, ...state } = context;
  // A text must be saved before it is posted: after a crash the next page has to know that it may be committed.
  if (state.outbox !== before.outbox) effects.unshift({ type: 'save-outbox' });
  return { state, effects: before.phase === 'ended' ? [] : effects };
}

function applyAction(context: ReducerContext, action: ChatAction) {
  switch (action.type) {
    case 'began':
      return beginConversation(context, action);
    case 'stream-opened':
      context.connection = 'catching-up';
      return recoverConnection(context);
    case 'stream-lost':
      if (context.connection !== 'new') context.connection = 'lost';
      return resync(context);
    case 'woke':
      return recoverConnection(context);
    case 'visibility':
      context.isHidden = !action.isVisible;
      return action.isVisible && resync(context);
    case 'received':
      return receiveMessage(context, action.message);
    case 'resync-requested':
    case 'frame-dropped':
      return resync(context);
    case 'latest-seq':
      return noteLatestSeq(context, action.seq);
    case 'listed':
      return onPage(context, action.request, action.messages);
    case 'list-failed':
      return onPageFailed(context, action);
    case 'written':
      return addText(context, action);
    case 'taken-over':
      return takeOverTexts(context, action.texts);
    case 'released':
      return releaseTexts(context, action.keys);
    case 'retried':
      return retryText(context, action.key);
    case 'discarded':
      return discardText(context, action.key);
    case 'posted':
      return onSendSucceeded(context, action.key, action.attempt, action.message);
    case 'post-failed':
      return onSendFailed(context, action.key, action.attempt, action.failure);
    case 'scrolled-to-oldest':
      return requestOlder(context);
    case 'timer-fired':
      return action.timer === 'resync' ? resync(context) : onSendTimeout(context);
    case 'ended':
      return endConversation(context);
    default:
      action satisfies never;
  }
}

function beginConversation(
  context: ReducerContext,
  { me, capabilities, conversation }: ChatAction & { type: 'began' },
): void {
  if (context.phase !== 'new') return;
  Object.assign(context, { phase: 'live', me, capabilities, conversation });
  if (context.outbox.some((entry) => entry.conversation !== conversation)) {
    context.outbox = context.outbox
      .filter((entry) => belongsTo(context, entry))
      .map((entry) => ({ ...entry, conversation }));
  }
  scheduleResync(context);
  for (const { key, attempt, progress } of context.outbox)
    if (progress.state === 'unknown') markUnconfirmed(context, key, attempt);
}

/** The connection may be better now: resyncs, and posts unconfirmed texts again at once. */
function recoverConnection(context: ReducerContext): void {
  requeueTexts(context, 'unknown');
  resync(context);
}

function addText(context: ReducerContext, { key, body, at }: ChatAction & { type: 'written' }): void {
  if (findText(context, key)) return;
  const progress: Progress = isOver(context) ? { state: 'failed', reason: 'over' } : { state: 'queued' };
  context.outbox = [...context.outbox, { key, body, at, attempt: 0, progress, conversation: context.conversation }];
}

/** A failed text that is retried keeps its place: later texts that are not sent yet go after it. */
function retryText(context: ReducerContext, key: string): void {
  if (!isOver(context) && findText(context, key)?.progress.state === 'failed')
    setProgress(context, key, { state: 'queued' });
}

function discardText(context: ReducerContext, key: string): void {
  context.outbox = context.outbox.filter((entry) => entry.key !== key || entry.progress.state !== 'failed');
}

function isOver({ phase }: ReducerContext): boolean {
  return phase === 'ending' || phase === 'ended';
}
