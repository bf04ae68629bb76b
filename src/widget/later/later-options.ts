import type { ChatStore } from '../../store/chat-store-shape.ts';
import type { Words } from '../strings/en.ts';

/** What the widget hands to the file that comes later. */
export type LaterOptions = {
  store: ChatStore;
  /** The dialog's box; menus stand in it. */
  panel: HTMLElement;
  words: Words;
  /** The script tag's `data-*` values: some override words. */
  settings: Readonly<Record<string, string | undefined>>;
  locale: string;
  direction: 'ltr' | 'rtl';
  /** Wall clock, Unix milliseconds. */
  now(): number;
  after(delayMs: number, task: () => void): () => void;
  sound: Sound;
  /** Says a sentence where the visitor sees and hears it. */
  tell(sentence: string): void;
  /** Stands beside the status, and is not said aloud. */
  tellElapsed(sentence: string): void;
  /** The chat ends soon unless the word is sent; `undefined`: it does not. */
  warn(sentences: { sentence: string; word: string } | undefined): void;
  /** Asks the visitor, or takes the question back. */
  ask(question?: { sentence: string; answers: { word: string; onAnswer(): void }[]; outlives?: boolean }): void;
};

/** Whether new messages may be heard; remembered where the chat is kept. */
export type Sound = { isMuted(): boolean; setMuted(isMuted: boolean): void };
