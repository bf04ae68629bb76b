import type { ChatEffect, ChatInput, TimerName } from './chat-input.ts';
import type { ChatState, Progress, Turn } from './chat-state.ts';
import { entryOf } from './outbox.ts';
import { doubt, giveUpFlight, land, miss, pump, resend, search } from './sending.ts';
import { askOlder, end, failPage, hear, hearSeq, keepLooking, look, takePage } from './sync.ts';

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
export function step(state: ChatState, input: ChatInput, now: number): { state: ChatState; effects: ChatEffect[] } {
  const turn: Turn = { state: { ...state }, effects: [], now };
  apply(turn, input);
  pump(turn);
  if (state.phase === 'ended') return { state: turn.state, effects: [] };
  // What is about to be posted must be kept first, or a crash would lose that it may be there.
  const saving: ChatEffect[] = turn.state.outbox === state.outbox ? [] : [{ type: 'save-outbox' }];
  return { state: turn.state, effects: [...saving, ...turn.effects] };
}

function apply(turn: Turn, input: ChatInput) {
  switch (input.type) {
    case 'began':
      return begin(turn, input);
    case 'stream-opened':
      turn.state.line = 'behind';
      return revive(turn);
    case 'stream-lost':
      if (turn.state.line !== 'new') turn.state.line = 'lost';
      return look(turn);
    case 'woke':
      return revive(turn);
    case 'visibility':
      turn.state.isVisible = input.isVisible;
      return input.isVisible ? look(turn) : keepLooking(turn);
    case 'received':
      return hear(turn, input.message);
    case 'look':
    case 'frame-dropped':
      return look(turn);
    case 'seq-told':
      return hearSeq(turn, input.seq, false);
    case 'listed':
      return takePage(turn, input.request, input.messages);
    case 'list-failed':
      return failPage(turn, input.request, input.failure);
    case 'written':
      return write(turn, input);
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
      return fire(turn, input.timer);
    case 'ended':
      return end(turn);
    default:
      input satisfies never;
  }
}

function begin(turn: Turn, { me, capabilities }: ChatInput & { type: 'began' }): void {
  const { state } = turn;
  if (state.phase !== 'new') return;
  Object.assign(state, { phase: 'live', me, capabilities });
  keepLooking(turn);
  for (const { key, progress } of state.outbox) if (progress.state === 'unknown') doubt(turn, key);
}

/** The line may be better than it was: look, and ask again at once what is in doubt. */
function revive(turn: Turn): void {
  const { idempotencyKey } = turn.state.capabilities;
  resend(turn, ({ progress }) => progress.state === 'unknown' && idempotencyKey);
  look(turn);
}

function write(turn: Turn, { key, body, at }: ChatInput & { type: 'written' }): void {
  const { state } = turn;
  if (entryOf(turn, key)) return;
  const isOver = state.phase === 'ending' || state.phase === 'ended';
  const progress: Progress = isOver ? { state: 'failed', reason: 'over' } : { state: 'queued' };
  state.outbox = [...state.outbox, { key, body, at, attempt: 0, progress }];
}

function fire(turn: Turn, timer: TimerName) {
  const { state } = turn;
  const { idempotencyKey } = state.capabilities;
  switch (timer) {
    case 'poll':
    case 'list-retry':
      return look(turn);
    case 'post':
      return giveUpFlight(turn);
    case 'resend':
      return resend(
        turn,
        ({ progress }) => progress.state === 'waiting' || (progress.state === 'unknown' && idempotencyKey),
      );
    case 'settle':
      return search(turn);
    default:
      timer satisfies never;
  }
}

/** Failed texts keep their place: what was written later and is not sent yet goes after them. */
function retry(turn: Turn, key: string): void {
  if (turn.state.phase === 'new' || turn.state.phase === 'live') {
    resend(turn, (entry) => entry.key === key && entry.progress.state === 'failed');
  }
}

function discard({ state }: Turn, key: string): void {
  state.outbox = state.outbox.filter((entry) => entry.key !== key || entry.progress.state !== 'failed');
}
