import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { DeskPort } from '../../chat/desk-port.ts';
import type { Message } from '../../chat/message.ts';
import type { PastChat, PastDetails, PastSearch } from '../../chat/past-chat.ts';
import { isNobody } from '../session-model.ts';

export type Load = 'no' | 'loading' | 'failed' | 'loaded';

/** Chats that are over: searched page by page, and one of them read. */
export type HistoryModel = {
  state: ReadonlySignal<Load>;
  chats: ReadonlySignal<readonly PastChat[]>;
  hasMore: ReadonlySignal<boolean>;
  /** Of two searches the later one counts. */
  search(wanted: PastSearch): Promise<void>;
  more(): Promise<void>;
  reading: ReadonlySignal<Reading>;
  read(chatId: string): Promise<void>;
};

export type Reading =
  | { state: 'no' }
  | { state: 'loading' | 'failed'; id: string }
  | { state: 'loaded'; id: string; details: PastDetails; messages: readonly Message[] };

type Port = Pick<DeskPort, 'searchPast' | 'getPast' | 'readPast'>;

export function createHistory(port: Port, onUnauthorized: () => void): HistoryModel {
  const state = signal<Load>('no');
  const chats = signal<readonly PastChat[]>([]);
  const hasMore = signal(false);
  const reading = signal<Reading>({ state: 'no' });
  let last: PastSearch = {};
  let asked = 0;

  const noticed = (error: unknown) => {
    if (isNobody(error)) onUnauthorized();
  };

  async function ask(after: string | undefined): Promise<void> {
    const turn = ++asked;
    state.value = 'loading';
    try {
      const page = await port.searchPast(last, after);
      if (turn !== asked) return;
      batch(() => {
        chats.value = after === undefined ? page.chats : [...chats.value, ...page.chats];
        hasMore.value = page.hasMore;
        state.value = 'loaded';
      });
    } catch (error) {
      noticed(error);
      if (turn === asked) state.value = 'failed';
    }
  }

  /** All of it: whoever reads a chat that is over wants to search in it, too. */
  async function everything(chatId: string): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const { messages, hasMore } = await port.readPast(chatId, all.at(-1)?.id);
      all.push(...messages);
      if (!hasMore || messages.length === 0) return all;
    }
  }

  return {
    state,
    chats,
    hasMore,
    search(wanted) {
      last = wanted;
      return ask(undefined);
    },
    more: () => ask(chats.value.at(-1)?.id),
    reading,
    async read(id) {
      reading.value = { state: 'loading', id };
      const isWanted = () => reading.value.state !== 'no' && reading.value.id === id;
      try {
        const [details, messages] = await Promise.all([port.getPast(id), everything(id)]);
        if (isWanted()) reading.value = { state: 'loaded', id, details, messages };
      } catch (error) {
        noticed(error);
        if (isWanted()) reading.value = { state: 'failed', id };
      }
    },
  };
}
