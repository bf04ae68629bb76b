import type { Capabilities, ChatEffect, TimerName } from './chat-input.ts';
import type { Message } from './message.ts';
import { type Item, place } from './timeline.ts';

/** How far a written text is with the service. At most one is anything but queued, confirmed or failed at a time. */
export type Progress =
  | { state: 'queued' | 'inflight' | 'waiting' }
  | { state: 'unknown'; since: number }
  | { state: 'confirmed'; messageId: string }
  | { state: 'failed'; reason: 'not-found' | 'rejected' | 'over' };

/** A written text as it is kept between pages. JSON keeps all of it. */
export type SavedEntry = {
  key: string;
  body: string;
  /** When it was written, by the wall clock: a label, nothing is decided by it. */
  at: number;
  /** How often it was posted so far. */
  attempt: number;
  /** The newest listed message when it was last posted: what came of it can only stand behind. */
  base?: Message | undefined;
  progress: Progress;
};

/** One catching up with the service's list, page after page. */
export type Pass = {
  request: number;
  began: number;
  pages: number;
  /** It jumped to the newest page already, and must not do so again. */
  hasJumped: boolean;
  /** Something happened meanwhile: look again afterwards. */
  isStale: boolean;
};

export type ChatState = {
  /** `ending` is the last look after the end. */
  readonly phase: 'new' | 'live' | 'ending' | 'ended';
  /** The stream: never open yet, open but not caught up, open and caught up, lost. */
  readonly line: 'new' | 'behind' | 'current' | 'lost';
  readonly me: string;
  readonly capabilities: Capabilities;
  readonly isVisible: boolean;
  readonly pageSize: number;
  readonly timeline: readonly Item[];
  /** Written texts in the order they were written, confirmed ones too. */
  readonly outbox: readonly SavedEntry[];
  /** The post that has no answer yet. */
  readonly flight: { key: string; attempt: number } | undefined;
  readonly pass: Pass | undefined;
  readonly hasPassed: boolean;
  /** False: the next list starts at the newest page. */
  readonly isAnchored: boolean;
  /** The newest message seen in a forward list; live frames never move it. */
  readonly cursor: string | undefined;
  readonly oldest: string | undefined;
  readonly hasOlder: boolean;
  /** The running request for older messages. */
  readonly older: number | undefined;
  readonly requests: number;
  readonly failures: number;
  /** List positions given so far, downwards and upwards. */
  readonly lowest: number;
  readonly highest: number;
  /** Every message up to this number is known. */
  readonly seq: number;
  /** An own message the stream should bring too; if it does not, the line is doubtful. */
  readonly awaitedEcho: string | undefined;
};

/** One step under way: a copy of the state to write to, and what is to be done. */
export type Turn = {
  readonly state: { -readonly [Field in keyof ChatState]: ChatState[Field] };
  readonly effects: ChatEffect[];
  readonly now: number;
};

export type ChatStateOptions = { outbox?: readonly SavedEntry[]; pageSize?: number };

/** The state before anything happened. `outbox` is what `outboxOf` gave before the page went. */
export function createChatState({ outbox: saved = [], pageSize = 50 }: ChatStateOptions = {}): ChatState {
  const outbox = saved.map(resumed);
  // What became of an unsettled text stands behind its base, perhaps above the newest page: start there.
  const doubtful = outbox.find(({ progress }) => progress.state === 'unknown' || progress.state === 'failed');
  const base = doubtful?.base;
  return {
    phase: 'new',
    line: 'new',
    me: '',
    capabilities: { idempotencyKey: false, seq: false },
    isVisible: true,
    pageSize,
    timeline: base ? place([], base, base.id, 0) : [],
    outbox,
    flight: undefined,
    pass: undefined,
    hasPassed: false,
    isAnchored: doubtful !== undefined,
    cursor: base?.id,
    oldest: base?.id,
    hasOlder: base !== undefined,
    older: undefined,
    requests: 0,
    failures: 0,
    lowest: 0,
    highest: 0,
    seq: 0,
    awaitedEcho: undefined,
  };
}

/** Starts or restarts a timer. Once the chat is over only the last look is tried again. */
export function setTimer({ state, effects }: Turn, timer: TimerName, delayMs: number, spread = 0): void {
  if (state.phase === 'live' || timer === 'list-retry') effects.push({ type: 'set-timer', timer, delayMs, spread });
}

function resumed(entry: SavedEntry): SavedEntry {
  switch (entry.progress.state) {
    case 'inflight':
    case 'unknown':
      return { ...entry, progress: { state: 'unknown', since: 0 } };
    case 'waiting':
      return { ...entry, progress: { state: 'queued' } };
    default:
      return entry;
  }
}
