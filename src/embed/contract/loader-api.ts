import type { WidgetHandle } from './widget-api.ts';

/** A call that waits: `Porchlight(...words)`, and how to answer it. */
export type Queued = [words: ArrayLike<unknown>, resolve: (value: unknown) => void, reject: (error: unknown) => void];

/** What a chat is told by: the script tag, or what stands in for it where a page wrote the chat's element itself. */
export type Tag = HTMLElement & { src: string; integrity: string };

/** What the loader hands to `page.js`. The two may be of different builds: add, never change. */
export type Chat = {
  element: HTMLElement;
  launcher: HTMLButtonElement;
  panel: HTMLElement;
  script: Tag;
  watcher: MutationObserver;
  onclick(event: Event): void;
  /** What the loader put on the page as this chat's global; absent where another chat answers to the name. */
  global?: unknown;
  /** Calls that wait, through the loader's global; whoever kept it from before goes on calling so. */
  queue?: Queued[];
  /** Fetches and mounts the widget, once; after a failure the next call tries again. */
  bring(): Promise<WidgetHandle>;
  open(isAsked: unknown): void;
  close(): void;
  widget?: WidgetHandle | undefined;
  /** How to go from an element that the page wrote; one of ours is taken off the page. */
  leave?(): void;
};

export type PageModule = {
  /**
   * Takes in how the page stands by now, calls that wait above all. `cause`: what was clicked, or the records of the
   * attributes that changed, of this tag or of another run of it.
   */
  attend(chat: Chat, cause?: unknown): void;
  /** For a tag that names no organization: what the page says elsewhere makes its chats, now and later. */
  serve(tag: Tag, start: StartChat): void;
};

/** Begins a chat as a tag says, in an element of ours or in one that the page wrote. */
export type StartChat = (tag: Tag, written?: ChatElement) => Chat;

/** What a tag that runs again finds on the page. */
export type ChatElement = HTMLElement & {
  /** Takes in another run of the same tag; false: it is another's. */
  adopt?(settings: DOMStringMap, tag: Tag): unknown;
};
