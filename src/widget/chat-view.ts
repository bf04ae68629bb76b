import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ChatStore } from '../store/chat-store-shape.ts';
import type { WidgetConfig } from './config.ts';
import type { Words } from './strings/en.ts';

/** Why the visitor is asked whether the chat shall end: End chat was pressed, or the panel was to be closed. */
export type EndQuestion = 'end' | 'close' | undefined;

/** What every view of one widget is handed. */
export type ChatView = {
  store: ChatStore;
  config: WidgetConfig;
  words: Words;
  /** What the other side is called. */
  agentName: ReadonlySignal<string>;
  endQuestion: Signal<EndQuestion>;
  now(): number;
  /** A chat is likely soon. */
  prepare(): void;
  close(): void;
};
