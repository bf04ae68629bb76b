import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { TranscriptFormat } from '../contract/widget-api.ts';
import type { Aside, Asked } from './chat-view.ts';
import type { LaterWords, Words } from './messages/messages.ts';

/** What the widget hands to the file that comes later. */
export type LaterOptions = {
  store: ChatStore;
  /** The dialog's box; menus stand in it. */
  panel: HTMLElement;
  words: Words;
  /** The script tag's `data-*` values: some override words. */
  settings: Readonly<Record<string, string | undefined>>;
  /** Looked at when it is needed: the page may change it. */
  config: { locale: string; direction: 'ltr' | 'rtl'; translation: Partial<LaterWords> };
  /** Wall clock, Unix milliseconds. */
  now(): number;
  after(delayMs: number, task: () => void): () => void;
  sound: Sound;
  /** What the panel shows of all this. */
  shown: Shown;
  /** Asks the visitor, or takes the question back. */
  ask(question?: Asked): void;
};

/** Whether new messages may be heard; remembered where the chat is kept. */
export type Sound = { isMuted(): boolean; setMuted(isMuted: boolean): void };

/** Signals of the views; this file only sets them. */
export type Shown = {
  /** A sentence where the visitor sees and hears it. */
  notice: { value: string };
  /** Stands beside the status, and is not said aloud. */
  elapsed: { value: string };
  outcome: { value: string };
  /** The agent's picture, once it has been loaded. */
  picture: { value: string };
  aside: { value: Aside | undefined };
};

/** What `later.js` exports. */
export type LaterFile = {
  /** Lets the visitor know of news while the page is hidden or the panel closed. Returns its end. */
  attendTo(options: LaterOptions): () => void;
  /** Makes a modal of a panel that covers a small screen. Returns its end. */
  coverScreen(options: LaterOptions, close: () => void): () => void;
  /** The whole chat as one text. */
  transcriptAs(format: TranscriptFormat, options: LaterOptions): Promise<string>;
  /** Offers the whole chat as a file. */
  saveTranscript(format: TranscriptFormat, options: LaterOptions): Promise<void>;
  /** What can be done with a chat besides writing in it. */
  openChatMenu(trigger: HTMLElement, options: LaterOptions): void;
};
