import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { TranscriptFormat } from '../contract/widget-api.ts';
import type { PendingQuestion, Prompt } from './chat-view.ts';
import type { AllMessages, Messages } from './messages/messages.ts';

/** Where the panel covers the screen; the stylesheets have the same query. */
export const NARROW_SCREEN_QUERY = '(max-width: 480px), (max-height: 480px)';

/** What the widget hands to the extras, which are loaded later. */
export type ExtrasContext = {
  store: ChatStore;
  /** The dialog's box, which also holds the menu. */
  panel: HTMLElement;
  /** The script tag's `data-*` values, some of which override messages. */
  settings: Readonly<Record<string, string | undefined>>;
  /** The current configuration: the page may change it. */
  config(): {
    messages: Messages;
    locale: string;
    direction: 'ltr' | 'rtl';
    translation: Partial<AllMessages>;
  };
  /** Wall clock, Unix milliseconds. */
  now(): number;
  after(delayMs: number, task: () => void): () => void;
  sound: Sound;
  signals: ExtrasSignals;
  /** Shows a question to the visitor; without one it removes the current question. */
  ask(question?: PendingQuestion): void;
};

/** Whether new messages are heard; saved where the chat is saved. */
export type Sound = { isMuted(): boolean; setMuted(isMuted: boolean): void };

/** Signals of the views, which the extras set. */
export type ExtrasSignals = {
  /** A sentence that the visitor sees and hears. */
  notice: { value: string };
  /** Stands beside the status, and is not announced. */
  elapsed: { value: string };
  outcome: { value: string };
  /** The agent's picture, once it has been loaded. */
  picture: { value: string };
  prompt: { value: Prompt | undefined };
};

/** The exports of `later.js`. */
export type ExtrasModule = {
  /** Notifies the visitor while the page is hidden or the panel closed. Returns a function that stops it. */
  notify(context: ExtrasContext): () => void;
  /** Makes a modal of a panel that covers a small screen. Returns a function that stops it. */
  coverScreen(context: ExtrasContext, close: () => void): () => void;
  /** The whole chat as one text. */
  writeTranscript(format: TranscriptFormat, context: ExtrasContext): Promise<string>;
  /** Offers the whole chat as a file. */
  saveTranscript(format: TranscriptFormat, context: ExtrasContext): Promise<void>;
  /** Opens the menu of the actions on a chat, or closes it. */
  openChatMenu(trigger: HTMLElement, context: ExtrasContext): void;
};
