import type { ConnectionEvent } from './diagnosis.ts';

/** What the loader hands to the widget chunk, and what it gets back. The two may be of different builds: from the first release on add, never change. */
export type WidgetOptions = {
  /** The element the loader drew; its open shadow root holds everything below. */
  element: HTMLElement;
  /** The launcher button. It stays the loader's; the widget sets its name, badge and `aria-expanded`. */
  launcher: HTMLButtonElement;
  /** The dialog's box, maybe open already. The widget fills it and sets `hidden`; position and size stay the loader's. */
  panel: HTMLElement;
  /** Whether a person opened the panel that is open already. */
  takesFocus?: unknown;
  /** The polite live region, empty from first paint. */
  live: HTMLElement;
  /** The script tag's `data-*` values, as written. */
  settings: Readonly<Record<string, string | undefined>>;
  /** The origin the script came from, without a slash at the end. */
  origin: string;
  /** Loads and runs another module if its bytes have this hash; rejects otherwise, and the next call asks by another address. */
  loadChunk<Module>(href: string, integrity: string): Promise<Module>;
};

export type WidgetHandle = {
  /** Moves the focus into the panel only where a person opened it. */
  open(takesFocus?: unknown): void;
  close(): void;
  toggle(): void;
  dispose(): void;
  /** The store that verbs act on. */
  store?: VerbStore;
  /** Applies the current `settings`. */
  update?(): void;
  /** The chat so far, as one text. */
  transcript?(format: TranscriptFormat): Promise<string>;
  /** The latest openings and closings of the connection to the service; empty until the chat's code is loaded. */
  connection?: { readonly log: readonly ConnectionEvent[] };
  /** Sets the function that gives signed data each time a chat is created. */
  authorize?(memberAuthToken: MemberAuthToken): void;
};

export type TranscriptFormat = 'text' | 'html' | 'json';

/** Signed data that say who the visitor is. */
export type MemberAuthToken = () => string | Promise<string>;

/** The part of the chat store that verbs and events use. */
export type VerbStore = {
  readonly status: Subscribable<string>;
  readonly isOpen: Subscribable<boolean>;
  readonly unread: Subscribable<number>;
  readonly session: Subscribable<StoreSession>;
  readonly conversationId: Subscribable<string | undefined>;
  readonly entries: Subscribable<readonly StoreEntry[]>;
  /** The visitor's member id. */
  readonly me: Subscribable<string>;
  readonly typing: Subscribable<{ displayName: string } | undefined>;
  readonly guest: Subscribable<{ displayName?: string }>;
  readonly draft: Subscribable<string>;
  readonly hasConsent: Subscribable<boolean>;
  readonly isStorageWorking: Subscribable<boolean>;
  readonly isSpeaker: Subscribable<boolean>;
  nameOf(memberId: string): string | undefined;
  onMessage(listener: (message: StoreMessage) => void): () => void;
  start(): Promise<void>;
  /** False where it was prevented. */
  send(body: string): boolean;
  end(): Promise<void>;
  identify(details: StoreGuest): void;
  /** After an end or a failure: back to `idle`. */
  reset(): void;
  forget(): Promise<void>;
  setDraft(text: string): void;
  giveConsent(isGiven?: boolean): void;
};

export type StoreGuest = {
  displayName?: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  phoneNumber?: string;
  avatarImageUrl?: string;
  customFields?: Record<string, string>;
};

type StoreSession =
  | { phase: 'idle' | 'starting' }
  | { phase: 'live'; conversation: { id: string } }
  | { phase: 'ended'; conversation: { id: string }; reason: 'guest-left' | 'expired' | 'over' }
  | { phase: 'failed'; error: { kind: string; code: string | undefined } };

export type StoreMessage = { id: string; senderId: string; kind: string; body: string; at: number };

export type StoreEntry = Omit<StoreMessage, 'id'> & {
  viewId: string;
  messageId: string | undefined;
  delivery: { state: 'queued' | 'sending' | 'sent' } | { state: 'failed'; reason: string };
};

/** A value that can be read, and observed until the returned function is called. */
type Subscribable<Value> = { readonly value: Value; subscribe(listener: (value: Value) => void): () => void };

/** The one export of the widget chunk. */
export type WidgetModule = { mount(options: WidgetOptions): WidgetHandle };
