import type { LineFact } from './diagnosis.ts';

/** What the loader hands to the widget chunk, and what it gets back. The two may be of different builds: add, never change. */
export type WidgetOptions = {
  /** The element the loader drew; its open shadow root holds everything below. */
  element: HTMLElement;
  /** The launcher button. It stays the loader's; the widget sets its name, badge and `aria-expanded`. */
  launcher: HTMLButtonElement;
  /** The dialog's box, maybe open already. The widget fills it and sets `hidden`; place, size and Esc stay the loader's. */
  panel: HTMLElement;
  /** Whether a person asked for the panel that is open already. Loaders of older builds open it again, and say then. */
  takesFocus?: unknown;
  /** The polite live region, empty from first paint. */
  live: HTMLElement;
  /** The script tag's `data-*` values, as written. */
  settings: Readonly<Record<string, string | undefined>>;
  /** The origin the script came from, without a slash at the end. */
  origin: string;
  /** Runs another module if its bytes have this hash; rejects otherwise. */
  load<Module>(href: string, integrity: string): Promise<Module>;
};

export type WidgetHandle = {
  /** Takes the focus only where a person asked for it. */
  open(takesFocus?: unknown): void;
  close(): void;
  toggle(): void;
  dispose(): void;
  /** What verbs act on; absent in a widget of an older build. */
  store?: VerbStore;
  /** Takes in what `settings` say by now. */
  update?(): void;
  /** The chat so far, as one text. */
  transcript?(format: TranscriptFormat): Promise<string>;
  /** The line to the service; its story is there once a chat is likely. */
  connection?: { readonly line?: readonly LineFact[] };
  /** Whom to ask for signed data each time a chat is created. */
  authorize?(memberAuthToken: MemberAuthToken): void;
};

export type TranscriptFormat = 'text' | 'html' | 'json';

/** Signed data that say who the visitor is. */
export type MemberAuthToken = () => string | Promise<string>;

/** The part of the chat store that verbs use, and that events tell of. */
export type VerbStore = {
  readonly status: Watched<string>;
  readonly isOpen: Watched<boolean>;
  readonly unread: Watched<number>;
  readonly session: Watched<SessionFacts>;
  readonly conversationId: Watched<string | undefined>;
  readonly entries: Watched<readonly EntryFacts[]>;
  /** The visitor's member id. */
  readonly me: Watched<string>;
  readonly typing: Watched<{ displayName: string } | undefined>;
  readonly guest: Watched<{ displayName?: string }>;
  readonly draft: Watched<string>;
  readonly hasConsent: Watched<boolean>;
  readonly isStorageWorking: Watched<boolean>;
  readonly isSpeaker: Watched<boolean>;
  nameOf(memberId: string): string | undefined;
  onMessage(listener: (message: MessageFacts) => void): () => void;
  start(): Promise<void>;
  /** False: refused. */
  send(body: string): boolean;
  end(): Promise<void>;
  identify(details: GuestFacts): void;
  /** After an end or a failure: back to the beginning. */
  reset(): void;
  forget(): Promise<void>;
  setDraft(text: string): void;
  giveConsent(isGiven?: boolean): void;
};

export type GuestFacts = {
  displayName?: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  phoneNumber?: string;
  avatarImageUrl?: string;
  customFields?: Record<string, string>;
};

type SessionFacts =
  | { phase: 'idle' | 'starting' }
  | { phase: 'live'; conversation: { id: string } }
  | { phase: 'ended'; conversation: { id: string }; reason: 'guest-left' | 'expired' | 'over' }
  | { phase: 'failed'; error: { kind: string; code: string | undefined } };

export type MessageFacts = { id: string; senderId: string; kind: string; body: string; at: number };

export type EntryFacts = Omit<MessageFacts, 'id'> & {
  viewId: string;
  messageId: string | undefined;
  delivery: { state: 'queued' | 'sending' | 'sent' } | { state: 'failed'; reason: string };
};

/** A value that can be looked at, and watched until the returned function is called. */
type Watched<Value> = { readonly value: Value; subscribe(listener: (value: Value) => void): () => void };

/** The one export of the widget chunk. */
export type WidgetModule = { mount(options: WidgetOptions): WidgetHandle };
