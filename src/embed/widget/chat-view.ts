import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Session } from '../../chat/model.ts';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import type { Answer } from '../../ui/question.tsx';
import type { WidgetConfig } from './config.ts';
import type { Messages } from './messages/messages.ts';

/** What the visitor has to decide before anything else. `survivesEnd`: shown also where the chat is over. */
export type PendingQuestion = { sentence: string; answers: Answer[]; outlasts?: boolean };

/** A question that can wait. Another `key` makes another element. */
export type Prompt = { key: string; sentence: string; answers: Answer[] };

/** What every view of one widget receives. Another configuration makes another object. */
export type ChatView = {
  store: ChatStore;
  config: WidgetConfig;
  messages: Messages;
  question: ReadonlySignal<PendingQuestion | undefined>;
  /** The outcome of an action of the visitor. */
  notice: ReadonlySignal<string>;
  /** How many characters the composer still takes, as a sentence; empty while there are plenty. */
  remaining: Signal<string>;
  /** How long the visitor has waited, from the first minute on. */
  elapsed: ReadonlySignal<string>;
  /** What the visitor may decide while the chat goes on. */
  prompt: ReadonlySignal<Prompt | undefined>;
  /** The outcome of the latest request to share. */
  outcome: ReadonlySignal<string>;
  /** The agent's picture, once it has been loaded. */
  picture: ReadonlySignal<string>;
  /** Loads the chat's code, since a chat is likely. */
  preload(): void;
  close(): void;
  /** Shows a question; without one it removes the current question. */
  ask(question?: PendingQuestion): void;
  /** Asks whether the chat shall end, and the panel close with it. */
  confirmEnd(closes?: boolean): void;
  /** Opens the menu of its button, or closes it. */
  openMenu(trigger: HTMLElement): void;
  /** Offers the chat as a text file. */
  saveTranscript(): void;
};

/** Whether the chat takes no more messages. */
export const isOver = ({ phase }: Session): boolean => phase === 'ended' || phase === 'failed';

/** The state of the chat in the visitor's language. */
export function statusText({ store, messages }: ChatView): string {
  const session = store.session.value;
  return session.phase === 'starting' && session.isDelayed ? messages.delayed : messages[store.status.value];
}
