import type { Capabilities } from '../model.ts';
import type { ChatEffect, TimerName } from './actions.ts';
import { type PendingMessage, resumePending } from './pending-message.ts';
import { placeMessage, type TimelineItem } from './timeline.ts';

/** One catch-up with the service's list, page after page. */
export type CatchUp = {
  request: number;
  startedAt: number;
  pages: number;
  /** It skipped to the newest page already, and must not do so again. */
  skippedToNewest: boolean;
};

export type ChatState = {
  /** `ending` is the last catch-up after the end. */
  readonly phase: 'new' | 'live' | 'ending' | 'ended';
  /** The event stream: never open yet, open and catching up, open and in sync, lost. */
  readonly connection: 'new' | 'catching-up' | 'in-sync' | 'lost';
  readonly me: string;
  readonly conversation?: string | undefined;
  readonly capabilities: Capabilities;
  readonly isHidden: boolean;
  readonly pageSize: number;
  readonly timeline: readonly TimelineItem[];
  /** Messages that are not shown until their place is certain. */
  readonly hiddenIds: readonly string[];
  /** Written texts in the order they were written, confirmed ones too. */
  readonly outbox: readonly PendingMessage[];
  /** The key of the post that has no answer yet. */
  readonly inFlightKey?: string | undefined;
  readonly catchUp?: CatchUp | undefined;
  /** Something happened during the catch-up: another one follows. */
  readonly isStale: boolean;
  readonly hasCaughtUp: boolean;
  /** False: the next list starts at the newest page. */
  readonly isAnchored: boolean;
  /** The newest message seen in a forward list; live frames never move it. */
  readonly cursor?: string | undefined;
  readonly oldest?: string | undefined;
  readonly hasOlder: boolean;
  /** The number of the running request for older messages. */
  readonly olderRequest?: number | undefined;
  readonly failures: number;
  /** Numbers requests, and list positions: upwards ahead, downwards (negative) into the past. */
  readonly count: number;
  /** Every message up to this number is known. */
  readonly seq: number;
  /** An own message that the stream should bring too; if it does not, a resync follows. */
  readonly expectedEcho?: string | undefined;
};

/** What one run of the reducer works on: a copy of the state to write to, and the effects so far. */
export type ReducerContext = { -readonly [Field in keyof ChatState]: ChatState[Field] } & {
  readonly effects: ChatEffect[];
  readonly now: number;
};

export type ChatStateOptions = { outbox?: readonly PendingMessage[]; pageSize?: number };

/** The state before any action. `outbox` is what `outboxOf` returned on the page before. */
export function createChatState({ outbox: saved = [], pageSize = 50 }: ChatStateOptions = {}): ChatState {
  const outbox = saved.map(resumePending);
  // The message of an unsettled text is behind its base, perhaps above the newest page: lists start there.
  const doubtful = outbox.find(({ attempt, progress }) => attempt > 0 && progress.state !== 'confirmed');
  const base = doubtful?.base;
  return {
    phase: 'new',
    connection: 'new',
    me: '',
    capabilities: { idempotencyKey: false, seq: false },
    isHidden: false,
    pageSize,
    timeline: base ? placeMessage([], base, base.id, 0) : [],
    hiddenIds: [],
    outbox,
    isStale: false,
    hasCaughtUp: false,
    isAnchored: !!doubtful,
    cursor: base?.id,
    oldest: base?.id,
    hasOlder: !!base,
    failures: 0,
    count: 0,
    seq: 0,
  };
}

/** Starts or restarts a timer. */
export function setTimer(context: ReducerContext, timer: TimerName, delayMs: number): void {
  context.effects.push({ type: 'set-timer', timer, delayMs, spread: 0.2 });
}

export function clearTimer(context: ReducerContext, timer: TimerName): void {
  context.effects.push({ type: 'clear-timer', timer });
}
