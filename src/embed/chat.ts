import type { WidgetHandle } from './chat-handle.ts';

/** A call that waits: `Porchlight(...words)`, and how to answer it. */
export type Queued = [words: ArrayLike<unknown>, resolve: (value: unknown) => void, reject: (error: unknown) => void];

/** What the loader hands to `page.js`. The two may be of different builds: add, never change. */
export type Chat = {
  element: HTMLElement;
  launcher: HTMLButtonElement;
  panel: HTMLElement;
  script: HTMLScriptElement;
  watcher: MutationObserver;
  onPageClick(event: Event): void;
  /** What the loader put on the page as this chat's global; absent where another chat answers to the name. */
  global?: unknown;
  /** Calls that wait, through the loader's global; whoever kept it from before goes on calling so. */
  queue?: Queued[];
  /** Fetches and mounts the widget, once; after a failure the next call tries again. */
  bring(): Promise<WidgetHandle>;
  open(isAsked?: unknown): void;
  close(): void;
  widget?: WidgetHandle | undefined;
};

export type PageModule = {
  /**
   * Takes in how the page stands by now, calls that wait above all. `cause`: what was clicked, or the records of the
   * tag's attributes that changed.
   */
  attend(chat: Chat, cause?: unknown): void;
};
