import type { Message } from '../message.ts';
import type { ChatInput } from './actions.ts';
import { holdBack, mayChangePlaces } from './hold-back.ts';
import { admit, isPending, isSound, settle } from './outbox.ts';
import { clearTimer, type Pass, setTimer, type Turn } from './state.ts';
import { find } from './timeline.ts';

const SETTLE_MS = 30_000;
const LONGEST_PASS = 20;
const LAST_LOOKS = 3;

/** Asks the service for what is missing; if that is going on already, once more after it (R5). */
export function look(turn: Turn): void {
  if (turn.phase === 'new' || turn.phase === 'ended') return;
  turn.isStale = !!turn.pass;
  if (turn.phase === 'live') keepLooking(turn);
  else clearTimer(turn, 'look');
  if (!turn.pass) turnPage(turn, { request: 0, began: turn.now, pages: 0, hasJumped: false });
}

/** The look that needs no cause: it finds what a line lost without a sign. */
export function keepLooking(turn: Turn): void {
  setTimer(turn, 'look', turn.capabilities.seq || turn.isHidden ? 300_000 : 60_000);
}

/** A page of the list has come. */
export function takePage(turn: Turn, request: number, page: readonly Message[]) {
  const { pass } = turn;
  const messages = page.filter(isSound);
  if (request === turn.older) return takeOlder(turn, messages);
  if (request !== pass?.request) return;
  turn.failures = 0;
  if (!turn.isAnchored) {
    takeNewest(turn, messages);
    return turnPage(turn, { ...pass, pages: 0, hasJumped: true });
  }
  const fresh = behindCursor(turn, messages);
  for (const message of fresh) hear(turn, message, ++turn.count);
  turn.cursor = fresh.at(-1)?.id ?? turn.cursor;
  const isLong = pass.pages === LONGEST_PASS;
  if (!fresh[0] || (isLong && pass.hasJumped)) return finishPass(turn, pass);
  turn.isAnchored = !isLong;
  turnPage(turn, { ...pass, pages: pass.pages + 1 });
}

export function failPage(turn: Turn, { request, failure, waitMs = 0 }: ChatInput & { type: 'list-failed' }) {
  const { pass } = turn;
  if (request === turn.older) turn.older = undefined;
  if (request !== pass?.request) return;
  if (failure === 'unknown-cursor' && turn.isAnchored && !pass.hasJumped) {
    turn.isAnchored = false;
    return turnPage(turn, pass);
  }
  turn.pass = undefined;
  turn.awaitedEcho = undefined;
  turn.failures++;
  if (failure === 'over') stop(turn, 'ended');
  else if (turn.phase === 'ending' && turn.failures >= LAST_LOOKS) turn.phase = 'ended';
  // Spread as timers are, it must not come sooner than it was told.
  else setTimer(turn, 'look', Math.max(waitMs * 1.25, Math.min(30_000, 500 * 2 ** turn.failures)));
}

/** Asks for the page before the oldest message known, one at a time (R7). */
export function askOlder(turn: Turn): void {
  const { phase, hasPassed, hasOlder, oldest, pageSize } = turn;
  if (phase !== 'live' || !hasPassed || !hasOlder || turn.older || oldest === undefined) return;
  turn.older = ++turn.count;
  const query = { before: oldest, sortOrder: 'descending', maxResults: pageSize } as const;
  turn.effects.push({ type: 'list', request: turn.older, query });
}

/** A message from list, stream or answer: its number tells whether others are missing. */
export function hear(turn: Turn, message: Message, position?: number): void {
  const isUncertain = position === undefined && isSound(message) && mayChangePlaces(turn, message);
  admit(turn, message, position);
  if (isUncertain) {
    holdBack(turn, message);
    look(turn);
  }
  const { id, seq = 0 } = message ?? {};
  if (id !== undefined && id === turn.awaitedEcho) {
    turn.awaitedEcho = undefined;
    keepLooking(turn);
  }
  if (position !== undefined || seq === turn.seq + 1) turn.seq = Math.max(turn.seq, seq);
  else hearSeq(turn, seq);
}

/** Everything up to `seq` exists; if it is not all known, look. */
export function hearSeq(turn: Turn, seq: number): void {
  if (seq > turn.seq) look(turn);
}

/** The conversation is over: one last look, and nothing more is sent. */
export function end(turn: Turn): void {
  if (turn.phase === 'new') stop(turn, 'ended');
  if (turn.phase !== 'live') return;
  stop(turn, 'ending');
  look(turn);
}

function stop(turn: Turn, phase: 'ending' | 'ended'): void {
  for (const { key } of turn.outbox.filter(isPending)) settle(turn, key, { state: 'failed', reason: 'over' });
  turn.phase = phase;
  turn.awaitedEcho = undefined;
  turn.failures = 0;
  clearTimer(turn, 'look');
  clearTimer(turn, 'outbox');
}

function turnPage(turn: Turn, pass: Pass): void {
  const { cursor, isAnchored, pageSize } = turn;
  const request = ++turn.count;
  turn.pass = { ...pass, request };
  const query = isAnchored
    ? ({ ...(cursor && { after: cursor }), sortOrder: 'ascending', maxResults: 2 * pageSize } as const)
    : ({ sortOrder: 'descending', maxResults: pageSize } as const);
  turn.effects.push({ type: 'list', request, query });
}

function finishPass(turn: Turn, { began }: Pass): void {
  turn.pass = undefined;
  turn.hasPassed = true;
  for (const { key, progress } of turn.capabilities.idempotencyKey ? [] : turn.outbox) {
    // Only a look that began after the last moment a commit may come proves that there is none (R10).
    if (progress.state === 'unknown' && began >= progress.since + SETTLE_MS) {
      settle(turn, key, { state: 'failed', reason: 'not-found' });
    }
  }
  if (turn.isStale) look(turn);
  else if (turn.phase === 'ending') turn.phase = 'ended';
  else if (turn.line === 'behind') turn.line = 'current';
}

/** The newest page starts the window anew; what only the stream told stays. */
function takeNewest(turn: Turn, messages: readonly Message[]): void {
  turn.timeline = turn.timeline.filter(({ position }) => position === undefined);
  for (const message of messages) hear(turn, message, -++turn.count);
  turn.isAnchored = true;
  turn.cursor = messages[0]?.id;
  turn.oldest = messages.at(-1)?.id;
  turn.older = undefined;
  turn.hasOlder = messages.length >= turn.pageSize;
}

function takeOlder(turn: Turn, messages: readonly Message[]): void {
  const fresh = messages.filter(({ id }) => !isListed(turn, id));
  for (const message of fresh) admit(turn, message, -++turn.count);
  turn.older = undefined;
  turn.oldest = fresh.at(-1)?.id ?? turn.oldest;
  turn.hasOlder = fresh.length >= turn.pageSize;
}

/** The part of a forward page that really lies behind the cursor, should the service have overlooked `after`. */
function behindCursor(turn: Turn, messages: readonly Message[]): readonly Message[] {
  const known = messages.findLastIndex(({ id }) => isListed(turn, id));
  const oldest = turn.hasOlder ? find(turn.timeline, turn.oldest) : undefined;
  return messages.slice(known + 1).filter(({ at }) => !oldest || !(at < oldest.message.at));
}

function isListed({ timeline }: Turn, id: string): boolean {
  return find(timeline, id)?.position !== undefined;
}
