import type { WidgetHandle } from './widget-api.ts';

/** A call that waits: the arguments of `Porchlight(…)`, and the functions that settle its promise. */
export type QueuedCall = [
  args: ArrayLike<unknown>,
  resolve: (value: unknown) => void,
  reject: (error: unknown) => void,
];

/** The source of a chat's settings: the script tag, or a virtual one where the page wrote the chat's element itself. */
export type ScriptTag = HTMLElement & { src: string; integrity: string };

/** What the loader hands to `page.js`. The two may be of different builds: from the first release on add, never change. */
export type LoaderChat = {
  element: HTMLElement;
  launcher: HTMLButtonElement;
  panel: HTMLElement;
  script: ScriptTag;
  watcher: MutationObserver;
  onclick(event: Event): void;
  /** What the loader put on the page as this chat's global; absent where another chat answers to the name. */
  global?: unknown;
  /** Calls that wait in the loader's global; a page that holds on to that global goes on calling through it. */
  queue?: QueuedCall[];
  /** Loads and mounts the widget, once; after a failure the next call tries again. */
  loadWidget(): Promise<WidgetHandle>;
  open(isAsked: unknown): void;
  close(): void;
  widget?: WidgetHandle | undefined;
  /** Restores an element that the page wrote; absent for one of ours, which is removed. */
  releaseElement?(): void;
};

export type PageModule = {
  /**
   * Brings the chat in step with its page, calls that wait first. `cause`: the element that was clicked, or the records of
   * changed attributes, of this tag or of another run of it.
   */
  syncChat(chat: LoaderChat, cause?: unknown): void;
  /** For a tag that names no organization: starts the chats that the page configures elsewhere, now and later. */
  startChats(tag: ScriptTag, start: StartChat): void;
};

/** Starts a chat by a tag's attributes, in an element of ours or in one that the page wrote. */
export type StartChat = (tag: ScriptTag, pageElement?: ChatElement) => LoaderChat;

/** The chat's element, as a tag that runs again finds it on the page. */
export type ChatElement = HTMLElement & {
  /** Merges another run of the same tag; false where the tag belongs to another chat. */
  mergeTag?(settings: DOMStringMap, tag: ScriptTag): unknown;
};
