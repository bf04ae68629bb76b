import type { Capabilities, ChatEffect, TimerName } from './actions.ts';
import { resume, type SavedEntry } from './pending-message.ts';
import { type Item, place } from './timeline.ts';

/** One catching up with the service's list, page after page. */
export type Pass = {
  request: number;
  began: number;
  pages: number;
  /** It jumped to the newest page already, and must not do so again. */
  hasJumped: boolean;
};

export type ChatState = {
  /** `ending` is the last look after the end. */
  readonly phase: 'new' | 'live' | 'ending' | 'ended';
  /** The stream: never open yet, open but not caught up, open and caught up, lost. */
  readonly line: 'new' | 'behind' | 'current' | 'lost';
  readonly me: string;
  readonly conversation?: string | undefined;
  readonly capabilities: Capabilities;
  readonly isHidden: boolean;
  readonly pageSize: number;
  readonly timeline: readonly Item[];
  /** Ids of messages that are not shown until their place is certain. */
  readonly held: readonly string[];
  /** Written texts in the order they were written, confirmed ones too. */
  readonly outbox: readonly SavedEntry[];
  /** The key of the post that has no answer yet. */
  readonly flight?: string | undefined;
  readonly pass?: Pass | undefined;
  /** Something happened during the pass: look again afterwards. */
  readonly isStale: boolean;
  readonly hasPassed: boolean;
  /** False: the next list starts at the newest page. */
  readonly isAnchored: boolean;
  /** The newest message seen in a forward list; live frames never move it. */
  readonly cursor?: string | undefined;
  readonly oldest?: string | undefined;
  readonly hasOlder: boolean;
  /** The running request for older messages. */
  readonly older?: number | undefined;
  readonly failures: number;
  /** Numbers requests, and list positions: upwards ahead, downwards (negative) into the past. */
  readonly count: number;
  /** Every message up to this number is known. */
  readonly seq: number;
  /** An own message the stream should bring too; if it does not, the line is doubtful. */
  readonly awaitedEcho?: string | undefined;
};

/** One step under way: a copy of the state to write to, and what is to be done. */
export type Turn = { -readonly [Field in keyof ChatState]: ChatState[Field] } & {
  readonly effects: ChatEffect[];
  readonly now: number;
};

export type ChatStateOptions = { outbox?: readonly SavedEntry[]; pageSize?: number };

/** The state before anything happened. `outbox` is what `outboxOf` gave before the page went. */
export function createChatState({ outbox: saved = [], pageSize = 50 }: ChatStateOptions = {}): ChatState {
  const outbox = saved.map(resume);
  // What became of an unsettled text stands behind its base, perhaps above the newest page: start there.
  const doubtful = outbox.find(({ attempt, progress }) => attempt > 0 && progress.state !== 'confirmed');
  const base = doubtful?.base;
  return {
    phase: 'new',
    line: 'new',
    me: '',
    capabilities: { idempotencyKey: false, seq: false },
    isHidden: false,
    pageSize,
    timeline: base ? place([], base, base.id, 0) : [],
    held: [],
    outbox,
    isStale: false,
    hasPassed: false,
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
export function setTimer(turn: Turn, timer: TimerName, delayMs: number): void {
  turn.effects.push({ type: 'set-timer', timer, delayMs, spread: 0.2 });
}

export function clearTimer(turn: Turn, timer: TimerName): void {
  turn.effects.push({ type: 'clear-timer', timer });
}
