import type { ListFailure } from './chat-input.ts';
import { type ChatState, type Pass, setTimer, type Turn } from './chat-state.ts';
import type { Message } from './message.ts';
import { admit, isPending, isSound, settle } from './outbox.ts';
import { find } from './timeline.ts';

const SETTLE_MS = 30_000;
const LONGEST_PASS = 20;
const LAST_LOOKS = 3;
const TIMERS = ['poll', 'list-retry', 'resend', 'settle', 'post'] as const;

/** Asks the service for what is missing; if that is going on already, once more after it (R5). */
export function look(turn: Turn): void {
  const { state, effects } = turn;
  if (state.phase === 'new' || state.phase === 'ended') return;
  keepLooking(turn);
  if (state.pass) {
    state.pass = { ...state.pass, isStale: true };
    return;
  }
  if (state.failures > 0) effects.push({ type: 'clear-timer', timer: 'list-retry' });
  turnPage(turn, { request: 0, began: turn.now, pages: 0, hasJumped: false, isStale: false });
}

/** The look that needs no cause: it finds what a line lost without a sign. */
export function keepLooking(turn: Turn): void {
  const { capabilities, isVisible, phase } = turn.state;
  if (phase === 'live') setTimer(turn, 'poll', capabilities.seq || !isVisible ? 300_000 : 60_000, 0.2);
}

/** A page of the list has come. */
export function takePage(turn: Turn, request: number, page: readonly Message[]) {
  const { state } = turn;
  const messages = page.filter(isSound);
  if (request === state.older) return takeOlder(turn, messages);
  const { pass } = state;
  if (request !== pass?.request) return;
  state.failures = 0;
  if (!state.isAnchored) {
    takeNewest(turn, messages);
    return turnPage(turn, { ...pass, pages: 0, hasJumped: true });
  }
  const fresh = behindCursor(state, messages);
  for (const message of fresh) hear(turn, message, ++state.highest);
  state.oldest ??= fresh[0]?.id;
  state.cursor = fresh.at(-1)?.id ?? state.cursor;
  const isLong = pass.pages === LONGEST_PASS;
  if (fresh.length === 0 || (isLong && pass.hasJumped)) return finishPass(turn, pass);
  if (isLong) state.isAnchored = false;
  turnPage(turn, { ...pass, pages: pass.pages + 1 });
}

export function failPage(turn: Turn, request: number, failure: ListFailure) {
  const { state } = turn;
  const { pass } = state;
  if (request === state.older) {
    state.older = undefined;
  } else if (request === pass?.request) {
    if (failure === 'unknown-cursor' && state.isAnchored && !pass.hasJumped) {
      state.isAnchored = false;
      return turnPage(turn, pass);
    }
    state.pass = undefined;
    state.failures++;
    if (failure === 'over') stop(turn, 'ended');
    else if (state.phase === 'ending' && state.failures >= LAST_LOOKS) state.phase = 'ended';
    else setTimer(turn, 'list-retry', Math.min(30_000, 500 * 2 ** state.failures), 0.5);
  }
}

/** Asks for the page before the oldest message known, one at a time (R7). */
export function askOlder(turn: Turn): void {
  const { state } = turn;
  const { hasOlder, hasPassed, oldest, older, pageSize, phase } = state;
  if (phase !== 'live' || !hasPassed || !hasOlder || older !== undefined || oldest === undefined) return;
  state.older = ++state.requests;
  const query = { before: oldest, sortOrder: 'descending', maxResults: pageSize } as const;
  turn.effects.push({ type: 'list', request: state.older, query });
}

/** A message outside the back pages: its number tells whether others are missing. */
export function hear(turn: Turn, message: Message, position?: number): void {
  const { state } = turn;
  admit(turn, message, position);
  if (message?.id === state.awaitedEcho) state.awaitedEcho = undefined;
  if (message?.seq !== undefined) hearSeq(turn, message.seq, position !== undefined || message.seq === state.seq + 1);
}

/** Everything up to `seq` exists; if it is not all known, look. */
export function hearSeq(turn: Turn, seq: number, isComplete: boolean): void {
  const { state } = turn;
  if (!(seq > state.seq)) return;
  if (isComplete) state.seq = seq;
  else look(turn);
}

/** The conversation is over: one last look, and nothing more is sent. */
export function end(turn: Turn): void {
  const { phase } = turn.state;
  if (phase === 'new') stop(turn, 'ended');
  if (phase !== 'live') return;
  stop(turn, 'ending');
  look(turn);
}

function stop(turn: Turn, phase: 'ending' | 'ended'): void {
  const { state, effects } = turn;
  for (const { key } of state.outbox.filter(isPending)) settle(turn, key, { state: 'failed', reason: 'over' });
  for (const timer of TIMERS) effects.push({ type: 'clear-timer', timer });
  state.phase = phase;
  state.flight = undefined;
  state.failures = 0;
  if (phase === 'ended') state.pass = undefined;
}

function turnPage(turn: Turn, pass: Pass): void {
  const { state } = turn;
  const { cursor, isAnchored, pageSize } = state;
  const request = ++state.requests;
  state.pass = { ...pass, request };
  turn.effects.push({
    type: 'list',
    request,
    query: isAnchored
      ? { ...(cursor !== undefined && { after: cursor }), sortOrder: 'ascending', maxResults: 2 * pageSize }
      : { sortOrder: 'descending', maxResults: pageSize },
  });
}

function finishPass(turn: Turn, pass: Pass): void {
  const { state } = turn;
  state.pass = undefined;
  state.hasPassed = true;
  for (const { key, progress } of state.outbox) {
    // Only a look that began after the last moment a commit may come proves that there is none (R10).
    if (
      progress.state === 'unknown' &&
      pass.began >= progress.since + SETTLE_MS &&
      !state.capabilities.idempotencyKey
    ) {
      settle(turn, key, { state: 'failed', reason: 'not-found' });
    }
  }
  if (pass.isStale) look(turn);
  else if (state.phase === 'ending') state.phase = 'ended';
  else if (state.line === 'behind') state.line = 'current';
}

/** The newest page starts the window anew; what only the stream told stays. */
function takeNewest(turn: Turn, messages: readonly Message[]): void {
  const { state } = turn;
  state.timeline = state.timeline.filter(({ position }) => position === undefined);
  state.older = undefined;
  for (const message of messages) hear(turn, message, --state.lowest);
  state.cursor = messages[0]?.id;
  state.oldest = messages.at(-1)?.id;
  state.hasOlder = messages.length >= state.pageSize;
  state.isAnchored = true;
}

function takeOlder(turn: Turn, messages: readonly Message[]): void {
  const { state } = turn;
  state.older = undefined;
  const fresh = messages.filter((message) => !isListed(state, message));
  for (const message of fresh) admit(turn, message, --state.lowest);
  state.oldest = fresh.at(-1)?.id ?? state.oldest;
  state.hasOlder = fresh.length >= state.pageSize;
}

/** The part of a forward page that really lies behind the cursor, should the service have overlooked `after`. */
function behindCursor(state: ChatState, messages: readonly Message[]): readonly Message[] {
  const known = messages.findLastIndex((message) => isListed(state, message));
  const first = state.hasOlder ? (find(state.timeline, state.oldest)?.message.at ?? 0) : 0;
  return messages.slice(known + 1).filter(({ at }) => !(at < first));
}

function isListed(state: ChatState, { id }: Message): boolean {
  return find(state.timeline, id)?.position !== undefined;
}
