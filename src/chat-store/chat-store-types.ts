import type { ReadonlySignal } from '@preact/signals';
import type { GuestDetails, MediaRequest, Message, Presence, Session, Status, TranscriptEntry } from '../chat/model.ts';

/** The other side as the visitor should see it. */
export type Peer = { id: string; displayName: string; avatarUrl: string | undefined; presence: Presence };

export type History = 'unknown' | 'more' | 'loading' | 'start';

/** Everything a widget's views read and do. Signals are read-only; only these methods change anything. */
export interface ChatStore {
  readonly status: ReadonlySignal<Status>;
  readonly session: ReadonlySignal<Session>;
  /** Committed messages in the service's order, then what is still on its way. */
  readonly entries: ReadonlySignal<readonly TranscriptEntry[]>;
  /** The own member id, to tell own entries from others'. Entries still waiting carry it too (`me` before a start). */
  readonly me: ReadonlySignal<string>;
  /** The agent of this chat, latest first to come: undefined while none has come. */
  readonly agent: ReadonlySignal<Peer | undefined>;
  readonly nameOf: (memberId: string) => string | undefined;
  /** The agent who types right now. */
  readonly typing: ReadonlySignal<Peer | undefined>;
  readonly history: ReadonlySignal<History>;
  /** Agent messages that came while the panel was closed or the page hidden, read in no tab. */
  readonly unread: ReadonlySignal<number>;
  /** The newest thing worth saying aloud; never history, never a repeated frame. */
  readonly announcement: ReadonlySignal<Announcement | undefined>;
  /** A time of the reader's present day, for labels such as "today". */
  readonly today: ReadonlySignal<number>;
  /** Media requests of this chat, oldest first. */
  readonly mediaRequests: ReadonlySignal<readonly MediaRequest[]>;
  readonly isOpen: ReadonlySignal<boolean>;
  /** What is known of the visitor and need not be asked. */
  readonly guest: ReadonlySignal<Partial<GuestDetails>>;
  /** False where nothing can be kept between pages: the view says so. */
  readonly isStorageWorking: ReadonlySignal<boolean>;
  readonly conversationId: ReadonlySignal<string | undefined>;
  /** What stands in the composer and is not sent, kept over a reload. The DOM owns the text: write it there only if it differs. */
  readonly draft: ReadonlySignal<string>;
  /** Wall clock milliseconds, for a label: since when the visitor waits for somebody. */
  readonly waitingSince: ReadonlySignal<number | undefined>;
  /** The `viewId` of the first entry that was unread when the panel was opened last: above it belongs the unread line. */
  readonly unreadFrom: ReadonlySignal<string | undefined>;
  /** False: nothing is sent and nothing kept before `giveConsent`. True where nobody has to be asked. */
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
  /** Forget me: ends the chat, clears what is kept and was filled in, in all tabs; consent is withdrawn. The page's own facts stay. */
  forget(): Promise<void>;
  /** The composer's text has changed, by the visitor's hand or by the page's. */
  setDraft(text: string): void;
  /** The visitor agreed, or took it back: then nothing is sent or kept any more. */
  giveConsent(isGiven?: boolean): void;
  /** The page asks for consent from now on, or does without. */
  askConsent(isAsked: boolean): void;
  /** What came so far counts as read, in all tabs. */
  markRead(): void;
  /** Calls with each message once, in or out, when it is committed and new: never with history. Returns its end. */
  onMessage(listener: (entry: Message) => void): () => void;
  /** Lets go of everything started. What is saved stays saved. */
  dispose(): void;
}

export type Announcement =
  | { id: string; type: 'message'; senderId: string; body: string }
  /** The service has something to say: that the chat ends soon, that the agent asks to share. */
  | { id: string; type: 'notice'; body: string }
  | { id: string; type: 'many'; count: number };
