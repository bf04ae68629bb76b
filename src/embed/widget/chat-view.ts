import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { Answer } from '../../ui/question.tsx';
import type { WidgetConfig } from './config.ts';
import type { Words } from './messages/messages.ts';

/** What the visitor has to decide before anything else. `outlives`: also where the chat is over. */
export type Asked = { sentence: string; answers: Answer[]; outlives?: boolean };

/** A question that can wait. `key`: another one is another element. */
export type Aside = { key: string; sentence: string; answers: Answer[] };

/** What every view of one widget is handed. */
export type ChatView = {
  store: ChatStore;
  config: WidgetConfig;
  words: Words;
  /** What the other side is called. */
  agentName: ReadonlySignal<string>;
  question: ReadonlySignal<Asked | undefined>;
  /** What became of something the visitor asked for. */
  notice: ReadonlySignal<string>;
  /** How much room is left in the composer, where that is worth saying. */
  room: Signal<string>;
  /** How long the visitor has waited, once that is worth telling. */
  elapsed: ReadonlySignal<string>;
  /** What the visitor may decide while chatting on. */
  aside: ReadonlySignal<Aside | undefined>;
  /** What became of the latest request to share. */
  outcome: ReadonlySignal<string>;
  /** The agent's picture, once it has been loaded. */
  picture: ReadonlySignal<string>;
  now(): number;
  /** A chat is likely soon. */
  prepare(): void;
  close(): void;
  /** Asks a question, or takes it back. */
  ask(question?: Asked): void;
  /** Asks whether the chat shall end, and the panel close with it. */
  askEnd(closes?: boolean): void;
  /** Opens the menu of its button, or closes it. */
  openMenu(trigger: HTMLElement): void;
  /** Offers the chat as a text file. */
  saveTranscript(): void;
};
