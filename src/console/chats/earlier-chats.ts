import { type ReadonlySignal, signal } from '@preact/signals';
import type { EarlierChat } from '../../chat/agent-model.ts';
import type { Message } from '../../chat/model.ts';
import type { AgentClient } from '../../client/agent/ports.ts';

type Load = 'no' | 'loading' | 'failed' | 'loaded';

/** Earlier chats of one signed-in visitor, loaded when they are shown. */
export type EarlierChats = {
  state: ReadonlySignal<Load>;
  chats: ReadonlySignal<readonly EarlierText[]>;
  /** Asks, unless it was asked already; after a failure again. */
  load(): Promise<void>;
};

export type EarlierText = EarlierChat & {
  state: ReadonlySignal<Load>;
  messages: ReadonlySignal<readonly Message[]>;
  hasMore: ReadonlySignal<boolean>;
  /** The first page; while there is more, the next one. */
  read(): Promise<void>;
};

type Port = Pick<AgentClient, 'listEarlierChats' | 'readEarlierChat'>;

export function createEarlierChats(port: Port, chatId: string): EarlierChats {
  const state = signal<Load>('no');
  const chats = signal<readonly EarlierText[]>([]);

  /** Loads once at a time; the result is in `state`. */
  async function once(state: { value: Load }, ask: () => Promise<void>): Promise<void> {
    if (state.value === 'loading') return;
    state.value = 'loading';
    try {
      await ask();
      state.value = 'loaded';
    } catch {
      state.value = 'failed';
    }
  }

  function textOf(earlier: EarlierChat): EarlierText {
    const state = signal<Load>('no');
    const messages = signal<readonly Message[]>([]);
    const hasMore = signal(true);
    const read = () =>
      once(state, async () => {
        const page = await port.readEarlierChat(chatId, earlier.id, messages.value.at(-1)?.id);
        messages.value = [...messages.value, ...page.messages];
        hasMore.value = page.hasMore;
      });
    return { ...earlier, state, messages, hasMore, read: async () => (hasMore.value ? read() : undefined) };
  }

  return {
    state,
    chats,
    async load() {
      if (state.value === 'loaded') return;
      await once(state, async () => {
        chats.value = (await port.listEarlierChats(chatId)).map(textOf);
      });
    },
  };
}
