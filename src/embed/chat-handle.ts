/** What the loader hands to the widget chunk, and what it gets back. The two may be of different builds: add, never change. */
export type WidgetOptions = {
  /** The element the loader drew; its open shadow root holds everything below. */
  element: HTMLElement;
  /** The launcher button. It stays the loader's; the widget sets its name, badge and `aria-expanded`. */
  launcher: HTMLButtonElement;
  /** The dialog's box. The widget fills it and sets `hidden`; place, size and Esc stay the loader's. */
  panel: HTMLElement;
  /** The polite live region, empty from first paint. */
  live: HTMLElement;
  /** The script tag's `data-*` values, as written. */
  settings: Readonly<Record<string, string | undefined>>;
  /** The origin the script came from, without a slash at the end. */
  scriptOrigin: string;
  /** Runs another module if its bytes have this hash; rejects otherwise. */
  load<Module>(href: string, integrity: string): Promise<Module>;
};

export type WidgetHandle = {
  /** Takes the focus only where a person asked for it. */
  open(takesFocus?: boolean): void;
  close(): void;
  toggle(): void;
  dispose(): void;
  /** What verbs act on; absent in a widget of an older build. */
  store?: VerbStore;
};

/** The part of the chat store that verbs use. */
export type VerbStore = {
  readonly status: Watched<string>;
  readonly isOpen: Watched<boolean>;
  readonly unread: Watched<number>;
  start(): Promise<void>;
  send(body: string): void;
  end(): Promise<void>;
  identify(details: Readonly<Record<string, string>>): void;
  forget(): Promise<void>;
  setDraft(text: string): void;
  giveConsent(): void;
};

/** A value that can be looked at, and watched until the returned function is called. */
type Watched<Value> = { readonly value: Value; subscribe(listener: (value: Value) => void): () => void };

/** The one export of the widget chunk. */
export type WidgetModule = { mountWidget(options: WidgetOptions): WidgetHandle };
