import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Message } from '../../chat/model.ts';
import type { HistoryClient, PastChatText } from '../../client/agent/history-port.ts';

type Reading = 'reading' | 'failed' | 'none' | 'read';

/** A past chat. All of it is loaded, so that the browser's search finds every word. */
export type PastChatModel = {
  id: string;
  state: ReadonlySignal<Reading>;
  chat: ReadonlySignal<PastChatText | undefined>;
  messages: ReadonlySignal<readonly Message[]>;
  hasMore: ReadonlySignal<boolean>;
  /** Loads every page, after a failure from where it stopped. Resolves with whether it reached the end. */
  readAll(): Promise<boolean>;
};

export function createPastChat(port: HistoryClient, chatId: string): PastChatModel {
  const state = signal<Reading>('reading');
  const chat = signal<PastChatText | undefined>(undefined);
  const messages = signal<readonly Message[]>([]);
  const hasMore = signal(true);
  let underWay: Promise<void> | undefined;

  async function readOnce(): Promise<void> {
    state.value = 'reading';
    try {
      const known = chat.peek() ?? (await port.getPastChat(chatId));
      if (!known) {
        state.value = 'none';
        return;
      }
      const page = await port.readPastChat(chatId, messages.peek().at(-1)?.id);
      batch(() => {
        chat.value = known;
        messages.value = [...messages.value, ...page.messages];
        hasMore.value = page.hasMore;
        state.value = 'read';
      });
    } catch {
      state.value = 'failed';
    }
  }

  async function read(): Promise<void> {
    if (!hasMore.peek()) return;
    underWay ??= readOnce().finally(() => {
      underWay = undefined;
    });
    await underWay;
  }

  return {
    id: chatId,
    state,
    chat,
    messages,
    hasMore,
    async readAll() {
      do await read();
      while (hasMore.peek() && state.peek() === 'read');
      return !hasMore.peek();
    },
  };
}
