import type { ReadonlySignal } from '@preact/signals';
import type { MediaRequest } from '../chat/media-request.ts';
import type { GuestDetails, Presence } from '../chat/member.ts';
import type { Entry } from '../chat/message.ts';
import type { Session, Status } from '../chat/session.ts';

/** The other side as the visitor should see it. */
export type Peer = { id: string; displayName: string; avatarUrl: string | undefined; presence: Presence };

export type History = 'unknown' | 'more' | 'loading' | 'start';

/** Everything a widget's views read and do. Signals are read-only; only these methods change anything. */
export interface ChatStore {
  readonly status: ReadonlySignal<Status>;
  readonly session: ReadonlySignal<Session>;
  /** Committed messages in the service's order, then what is still on its way. */
  readonly entries: ReadonlySignal<readonly Entry[]>;
  /** The own member id, to tell own entries from others'. Entries still waiting carry it too (`me` before a start). */
  readonly me: ReadonlySignal<string>;
  /** The agent of this chat, latest first to come: undefined while none has come. */
  readonly agent: ReadonlySignal<Peer | undefined>;
  readonly nameOf: (memberId: string) => string | undefined;
  /** The agent who types right now. */
  readonly typing: ReadonlySignal<Peer | undefined>;
  readonly history: ReadonlySignal<History>;
  /** Agent messages that came while the panel was closed. */
  readonly unread: ReadonlySignal<number>;
  /** The newest thing worth saying aloud; never history, never a repeated frame. */
  readonly announcement: ReadonlySignal<Announcement | undefined>;
  /** Media requests of this chat, oldest first. */
  readonly mediaRequests: ReadonlySignal<readonly MediaRequest[]>;
  readonly isOpen: ReadonlySignal<boolean>;
  /** What is known of the visitor and need not be asked. */
  readonly guest: ReadonlySignal<Partial<GuestDetails>>;
  /** False where nothing can be kept between pages: the view says so. */
  readonly isStorageWorking: ReadonlySignal<boolean>;

  open(): void;
  close(): void;
  identify(details: Partial<GuestDetails>): void;
  /** Creates the conversation and attaches the stream; needs a display name by then. Idempotent. */
  start(): Promise<void>;
  /** Queues a text, and starts the chat if none is live. */
  send(body: string): void;
  retry(viewId: string): void;
  discard(viewId: string): void;
  /** The visitor pressed a key in the composer. */
  typed(): void;
  loadOlder(): void;
  answerMediaRequest(id: string, state: 'ACCEPTED' | 'DECLINED'): Promise<void>;
  /** Removes the own member: the chat is over. */
  end(options?: { keepalive?: boolean }): Promise<void>;
  /** After `ended` or `failed`: back to idle with an empty transcript. */
  reset(): void;
  /** Lets go of everything started. What is saved stays saved. */
  dispose(): void;
}

export type Announcement =
  | { id: string; type: 'message'; senderId: string; body: string }
  | { id: string; type: 'many'; count: number };
