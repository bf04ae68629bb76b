import type { ReadonlySignal } from '@preact/signals';
import type { GuestDetails, MediaRequest, Message, Presence, Session, Status, TranscriptEntry } from '../chat/model.ts';

/** The other side as the visitor should see it. */
export type Peer = { id: string; displayName: string; avatarUrl: string | undefined; presence: Presence };

export type History = 'unknown' | 'more' | 'loading' | 'start';

/** The state and the actions of a chat for its views. Signals are read-only; only these methods change anything. */
export interface ChatStore {
  readonly status: ReadonlySignal<Status>;
  readonly session: ReadonlySignal<Session>;
  /** Committed messages in the service's order, then texts that are not committed yet. */
  readonly entries: ReadonlySignal<readonly TranscriptEntry[]>;
  /** The own member id, which tells own entries from others'. Uncommitted entries carry it too (`me` before a start). */
  readonly me: ReadonlySignal<string>;
  /** The agent of this chat; of several the latest. Undefined until one has joined. */
  readonly agent: ReadonlySignal<Peer | undefined>;
  readonly nameOf: (memberId: string) => string | undefined;
  /** The agent who types right now. */
  readonly typing: ReadonlySignal<Peer | undefined>;
  readonly history: ReadonlySignal<History>;
  /** Agent messages that came while the panel was closed or the page hidden, read in no tab. */
  readonly unread: ReadonlySignal<number>;
  /** The newest thing for screen readers; never history, never a repeated frame. */
  readonly announcement: ReadonlySignal<Announcement | undefined>;
  /** A time of the reader's present day, for labels such as "today". */
  readonly today: ReadonlySignal<number>;
  /** Media requests of this chat, oldest first. */
  readonly mediaRequests: ReadonlySignal<readonly MediaRequest[]>;
  readonly isOpen: ReadonlySignal<boolean>;
  /** Details of the visitor that are known, so that no form has to ask for them. */
  readonly guest: ReadonlySignal<Partial<GuestDetails>>;
  /** False where nothing can be saved between pages: the view shows a notice. */
  readonly isStorageWorking: ReadonlySignal<boolean>;
  readonly conversationId: ReadonlySignal<string | undefined>;
  /** The unsent text of the composer, saved over a reload. The DOM owns the text: write it there only if it differs. */
  readonly draft: ReadonlySignal<string>;
  /** Wall clock milliseconds, for a label: since when the visitor waits for an agent. */
  readonly waitingSince: ReadonlySignal<number | undefined>;
  /** The `viewId` of the first entry that was unread when the panel was opened last: above it belongs the unread line. */
  readonly unreadFrom: ReadonlySignal<string | undefined>;
  /** False: nothing is sent or saved before `giveConsent`. True where no consent is required. */
  readonly hasConsent: ReadonlySignal<boolean>;
  /** Of all tabs with this chat, this is the one to make a sound or flash a title. */
  readonly isSpeaker: ReadonlySignal<boolean>;

  open(): void;
  close(): void;
  identify(details: Partial<GuestDetails>): void;
  /** Creates the conversation and attaches the stream; needs a display name by then. Idempotent. */
  start(): Promise<void>;
  /** Queues a text, and starts the chat if none is live. False: refused (empty, no consent, the page's veto); keep the text. */
  send(body: string): boolean;
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
  /** Ends the chat and deletes what is saved and was filled in, in all tabs; consent is withdrawn. The page's own details stay. */
  forget(): Promise<void>;
  /** Sets the composer's unsent text. */
  setDraft(text: string): void;
  /** The visitor agreed, or withdrew: then nothing is sent or saved any more. */
  giveConsent(isGiven?: boolean): void;
  /** The page asks for consent from now on, or does without. */
  askConsent(isAsked: boolean): void;
  /** What came so far counts as read, in all tabs. */
  markRead(): void;
  /** Runs `listener` once for each new committed message, own ones too, never for history. Returns an unsubscribe function. */
  onMessage(listener: (entry: Message) => void): () => void;
  /** Stops everything that was started. What is saved stays saved. */
  dispose(): void;
}

export type Announcement =
  | { id: string; type: 'message'; senderId: string; body: string }
  /** A notice of the service: the chat ends soon, or the agent asks to share. */
  | { id: string; type: 'notice'; body: string }
  | { id: string; type: 'many'; count: number };
