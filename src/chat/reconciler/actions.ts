import type { Capabilities, Message } from '../model.ts';
import type { PendingMessage } from './pending-message.ts';

/** `resync`: ask for the list again. `outbox`: the text in flight or waiting has waited long enough. */
export type TimerName = 'resync' | 'outbox';

/** Why a list or a post did not succeed. */
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

/** Everything that can happen to a conversation. */
export type ChatAction =
  /** The conversation exists: from now on lists and sends are possible. */
  | { type: 'began'; me: string; capabilities: Capabilities; conversation?: string }
  | { type: 'stream-opened' }
  | { type: 'stream-lost' }
  /** Online again, visible again, back from the back-forward cache, or a timer that fired far too late. */
  | { type: 'woke' }
  | { type: 'visibility'; isVisible: boolean }
  | { type: 'received'; message: Message }
  /** A frame that could not be decoded: a message may be missing. */
  | { type: 'frame-dropped' }
  /** A heartbeat named the number of the newest message. */
  | { type: 'latest-seq'; seq: number }
  | { type: 'listed'; request: number; messages: Message[] }
  /** `waitMs`: the service refused the request as too soon; the next one must not come earlier. */
  | { type: 'list-failed'; request: number; failure: ListFailure; waitMs?: number | undefined }
  /** `at` is the wall clock's time. */
  | { type: 'written'; key: string; body: string; at: number }
  /** Texts of a closed tab are this tab's from now on. */
  | { type: 'taken-over'; texts: readonly PendingMessage[] }
  /** Another tab has taken these texts over. */
  | { type: 'released'; keys: readonly string[] }
  | { type: 'retried'; key: string }
  | { type: 'discarded'; key: string }
  | { type: 'posted'; key: string; attempt: number; message: Message }
  | { type: 'post-failed'; key: string; attempt: number; failure: PostFailure }
  | { type: 'scrolled-to-oldest' }
  | { type: 'timer-fired'; timer: TimerName }
  /** For example when members changed: a good moment to ask for the list. */
  | { type: 'resync-requested' }
  | { type: 'ended' };

export type ListQuery = {
  after?: string;
  before?: string;
  sortOrder: 'ascending' | 'descending';
  maxResults: number;
};

/** What the caller of the reducer has to do. It answers with an action. */
export type ChatEffect =
  /** Answer with `listed` or `list-failed` of the same `request`. */
  | { type: 'list'; request: number; query: ListQuery }
  /** Answer with `posted` or `post-failed` of the same `key` and `attempt`. */
  | { type: 'post'; key: string; attempt: number; body: string }
  /** Replaces a running timer of that name. `spread` 0.2 means ±20 % at random. */
  | { type: 'set-timer'; timer: TimerName; delayMs: number; spread: number }
  | { type: 'clear-timer'; timer: TimerName }
  /** The outbox changed: save it before the effects that follow. */
  | { type: 'save-outbox' };
