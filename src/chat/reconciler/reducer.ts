import type { ChatEffect, ChatInput } from './actions.ts';
import { showPlaced } from './hold-back.ts';
import { askOlder, end, failPage, hear, hearSeq, keepLooking, look, takePage } from './message-sync.ts';
import { entryOf, settle } from './outbox.ts';
import { inherit, isOf, release } from './outbox-handover.ts';
import type { Progress } from './pending-message.ts';
import { doubt, hurry, land, miss, pump, requeue } from './send-queue.ts';
import type { ChatState, Turn } from './state.ts';

/**
 * The whole reconciliation of a conversation (reliability, section 1): give it everything that happens, keep the state
 * it returns, and carry out its effects in their order. Pure: `now` is a monotonic clock in milliseconds, and chance
 * stays with the runner, which spreads timers by `spread`.
 *
 * How to run it. `createChatState({ outbox })` gives the first state, `outbox` being what `outboxOf` gave on the page
 * before; texts may be `written` at once. `began` starts lists; sends wait for the first `stream-opened` and the look
 * that follows it. Every `list` effect is answered by `listed` or `list-failed`, every `post` by `posted` or
 * `post-failed`, with its own numbers, at some time; a late answer is welcome, none is fine for a post. `set-timer`
 * replaces the running timer of that name and answers with `timer-fired` once. On `save-outbox` keep
 * `outboxOf(state)` before the effects behind it. After `ended` there is one last look, then no effects any more.
 *
 * Views read `entriesOf`, `historyOf` and `isCatchingUp` (`selectors.ts`); the key of a written text is its `viewId`
 * for good, so `retried` and `discarded` take a `viewId`.
 */
export function step(before: ChatState, input: ChatInput, now: number): { state: ChatState; effects: ChatEffect[] } {
  const turn: Turn = { ...before, effects: [], now };
  apply(turn, input);
  showPlaced(turn);
  pump(turn);
  const { effects, now: _, ...state } = turn;
  // What is about to be posted must be kept first, or a crash would lose that it may be there.
  if (state.outbox !== before.outbox) effects.unshift({ type: 'save-outbox' });
  return { state, effects: before.phase === 'ended' ? [] : effects };
}

function apply(turn: Turn, input: ChatInput) {
  switch (input.type) {
    case 'began':
      return begin(turn, input);
    case 'stream-opened':
      turn.line = 'behind';
      return revive(turn);
    case 'stream-lost':
      if (turn.line !== 'new') turn.line = 'lost';
      return look(turn);
    case 'woke':
      return revive(turn);
    case 'visibility':
      turn.isHidden = !input.isVisible;
      return input.isVisible && look(turn);
    case 'received':
      return hear(turn, input.message);
    case 'look':
    case 'frame-dropped':
      return look(turn);
    case 'seq-told':
      return hearSeq(turn, input.seq);
    case 'listed':
      return takePage(turn, input.request, input.messages);
    case 'list-failed':
      return failPage(turn, input);
    case 'written':
      return write(turn, input);
    case 'inherited':
      return inherit(turn, input.texts);
    case 'released':
      return release(turn, input.keys);
    case 'retried':
      return retry(turn, input.key);
    case 'discarded':
      return discard(turn, input.key);
    case 'posted':
      return land(turn, input.key, input.attempt, input.message);
    case 'post-failed':
      return miss(turn, input.key, input.attempt, input.failure);
    case 'scrolled-to-oldest':
      return askOlder(turn);
    case 'timer-fired':
      return input.timer === 'look' ? look(turn) : hurry(turn);
    case 'ended':
      return end(turn);
    default:
      input satisfies never;
  }
}

function begin(turn: Turn, { me, capabilities, conversation }: ChatInput & { type: 'began' }): void {
  if (turn.phase !== 'new') return;
  Object.assign(turn, { phase: 'live', me, capabilities, conversation });
  if (turn.outbox.some((entry) => entry.conversation !== conversation)) {
    turn.outbox = turn.outbox.filter((entry) => isOf(turn, entry)).map((entry) => ({ ...entry, conversation }));
  }
  keepLooking(turn);
  for (const { key, attempt, progress } of turn.outbox) if (progress.state === 'unknown') doubt(turn, key, attempt);
}

/** The line may be better than it was: look, and ask again at once what is in doubt. */
function revive(turn: Turn): void {
  requeue(turn, 'unknown');
  look(turn);
}

function write(turn: Turn, { key, body, at }: ChatInput & { type: 'written' }): void {
  if (entryOf(turn, key)) return;
  const progress: Progress = isOver(turn) ? { state: 'failed', reason: 'over' } : { state: 'queued' };
  turn.outbox = [...turn.outbox, { key, body, at, attempt: 0, progress, conversation: turn.conversation }];
}

/** Failed texts keep their place: what was written later and is not sent yet goes after them. */
function retry(turn: Turn, key: string): void {
  if (!isOver(turn) && entryOf(turn, key)?.progress.state === 'failed') settle(turn, key, { state: 'queued' });
}

function discard(turn: Turn, key: string): void {
  turn.outbox = turn.outbox.filter((entry) => entry.key !== key || entry.progress.state !== 'failed');
}

function isOver({ phase }: Turn): boolean {
  return phase === 'ending' || phase === 'ended';
}
