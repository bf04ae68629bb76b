import type { Message } from '../message.ts';
import type { SavedEntry } from './pending-message.ts';

/** `look`: ask the list again. `outbox`: the one text on its way has waited long enough. */
export type TimerName = 'look' | 'outbox';

/** What the service can do beyond the plain API (`Webchat-Capabilities`, reliability R13). */
export type Capabilities = { idempotencyKey: boolean; seq: boolean; poll?: boolean };

/** Why a list or a send did not come back with what was asked for. */
export type ListFailure = 'transient' | 'unknown-cursor' | 'over';
export type PostFailure =
  /** It may or may not have been committed (R9). */
  | { type: 'unknown' }
  /** Certainly not committed; try again after the wait. */
  | { type: 'wait'; waitMs: number }
  /** Certainly not committed, and never will be as it is. */
  | { type: 'rejected' }
  /** The conversation or its credentials are over. */
  | { type: 'over' };

/** Everything that can happen to a conversation's reconciliation. */
export type ChatInput =
  /** The conversation exists: from now on lists and sends are possible. */
  | { type: 'began'; me: string; capabilities: Capabilities; conversation?: string }
  | { type: 'stream-opened' }
  | { type: 'stream-lost' }
  /** Online again, visible again, shown again, or a timer that came far too late. */
  | { type: 'woke' }
  | { type: 'visibility'; isVisible: boolean }
  | { type: 'received'; message: Message }
  /** A frame that could not be understood: something may be missing. */
  | { type: 'frame-dropped' }
  | { type: 'seq-told'; seq: number }
  | { type: 'listed'; request: number; messages: Message[] }
  /** `waitMs`: refused as too soon, and not to be asked for before that. */
  | { type: 'list-failed'; request: number; failure: ListFailure; waitMs?: number | undefined }
  /** `at` is the wall clock's time, for a label only. */
  | { type: 'written'; key: string; body: string; at: number }
  /** Texts of a tab that closed, and what other tabs know of this tab's own. */
  | { type: 'inherited'; texts: readonly SavedEntry[] }
  /** Another tab has taken these over: they are its own now. */
  | { type: 'released'; keys: readonly string[] }
  | { type: 'retried'; key: string }
  | { type: 'discarded'; key: string }
  | { type: 'posted'; key: string; attempt: number; message: Message }
  | { type: 'post-failed'; key: string; attempt: number; failure: PostFailure }
  | { type: 'scrolled-to-oldest' }
  | { type: 'timer-fired'; timer: TimerName }
  /** Members changed or an agent came: a good moment to look. */
  | { type: 'look' }
  | { type: 'ended' };

export type ListQuery = {
  after?: string;
  before?: string;
  sortOrder: 'ascending' | 'descending';
  maxResults: number;
};

/** What the reconciliation wants done. Whoever runs it answers with an input. */
export type ChatEffect =
  /** Answer with `listed` or `list-failed` of the same `request`. */
  | { type: 'list'; request: number; query: ListQuery }
  /** Answer with `posted` or `post-failed` of the same `key` and `attempt`. */
  | { type: 'post'; key: string; attempt: number; body: string }
  /** Replaces a running timer of that name. `spread` 0.2 means ±20 % by chance. */
  | { type: 'set-timer'; timer: TimerName; delayMs: number; spread: number }
  | { type: 'clear-timer'; timer: TimerName }
  /** The outbox changed: keep it, before whatever follows in the same list of effects. */
  | { type: 'save-outbox' };
