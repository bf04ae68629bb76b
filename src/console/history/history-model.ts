import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { HistoryChoices, HistoryClient, HistoryQuery, PastChat } from '../../client/agent/history-port.ts';
import type { Environment } from '../../environment/environment.ts';
import type { Router } from '../core/router.ts';
import { formatRoute, type HistoryFilter, type Route } from '../core/routes.ts';
import { createPastChat, type PastChatModel } from './past-chat-model.ts';

type Search = 'searching' | 'failed' | 'found';

/** Search in past chats. The address holds the filter, this model the results. */
export type HistoryModel = {
  filter: ReadonlySignal<HistoryFilter>;
  state: ReadonlySignal<Search>;
  chats: ReadonlySignal<readonly PastChat[]>;
  hasMore: ReadonlySignal<boolean>;
  /** Chats that a search by words may not find yet. */
  unindexedChats: ReadonlySignal<number>;
  choices: ReadonlySignal<HistoryChoices>;
  /** The open transcript. */
  chosen: ReadonlySignal<PastChatModel | undefined>;
  applyFilter(change: HistoryFilter): void;
  clearFilter(): void;
  /** Searches again without the pause. */
  search(): Promise<void>;
  loadMore(): Promise<void>;
  choose(chatId: string | undefined): void;
};

type HistoryOptions = Pick<Router, 'route' | 'navigate'> & {
  port: HistoryClient;
  clock: Pick<Environment['clock'], 'after'>;
  userId: ReadonlySignal<string | undefined>;
};

/** Typing starts one search, not one for each letter. */
const pauseMs = 300;
const nothing: HistoryChoices = { queues: [], people: [], deployments: [] };
const noFilter: HistoryFilter = {};

export function createHistory({
  port,
  clock,
  route: place,
  navigate: go,
  userId,
}: HistoryOptions): HistoryModel & { stop(): void } {
  const state = signal<Search>('searching');
  const chats = signal<readonly PastChat[]>([]);
  const hasMore = signal(false);
  const unindexedChats = signal(0);
  const choices = signal(nothing);
  const chosen = signal<PastChatModel | undefined>(undefined);
  const here = computed(() => (userId.value === undefined ? undefined : inHistory(place.value)));
  const filter = computed(() => here.value?.filter ?? noFilter);
  /** Responses of older searches are ignored. */
  let asked = 0;

  async function ask(after: string | undefined): Promise<void> {
    const turn = ++asked;
    state.value = 'searching';
    try {
      const page = await port.searchHistory(queryOf(filter.peek()), after);
      if (turn !== asked) return;
      batch(() => {
        chats.value = after === undefined ? page.chats : [...chats.value, ...page.chats];
        hasMore.value = page.hasMore;
        unindexedChats.value = page.unindexedChats;
        state.value = 'found';
      });
    } catch {
      if (turn === asked) state.value = 'failed';
    }
  }

  async function loadChoices(): Promise<void> {
    try {
      choices.value = await port.listHistoryChoices();
    } catch {
      // The search works without them; they are loaded again next time.
    }
  }

  const searched = computed(() => here.value && formatRoute({ ...here.value, chatId: undefined }));
  let isNew = true;
  const stops = [
    effect(() => {
      const isIn = searched.value !== undefined;
      const isEntered = isIn && isNew;
      isNew = !isIn;
      if (!isIn) return undefined;
      if (isEntered) untracked(() => void loadChoices());
      return clock.after(isEntered ? 0 : pauseMs, () => void ask(undefined));
    }),
    effect(() => {
      const chatId = here.value?.chatId;
      untracked(() => {
        if (chosen.value?.id === chatId) return;
        chosen.value = chatId === undefined ? undefined : createPastChat(port, chatId);
        void chosen.value?.readAll();
      });
    }),
    effect(() => {
      // The next agent must not see the results of this one.
      if (userId.value !== undefined) return;
      asked += 1;
      chats.value = [];
      hasMore.value = false;
      unindexedChats.value = 0;
      choices.value = nothing;
    }),
  ];

  const goTo = (change: Partial<{ chatId: string | undefined; filter: HistoryFilter }>) =>
    go({ section: 'history', chatId: here.peek()?.chatId, filter: filter.peek(), ...change });

  return {
    filter,
    state,
    chats,
    hasMore,
    unindexedChats,
    choices,
    chosen,
    applyFilter: (change) => goTo({ filter: { ...filter.peek(), ...change } }),
    clearFilter: () => goTo({ filter: noFilter }),
    search: () => ask(undefined),
    async loadMore() {
      const last = chats.peek().at(-1);
      if (last && hasMore.peek() && state.peek() !== 'searching') await ask(last.id);
    },
    choose: (chatId) => goTo({ chatId }),
    stop() {
      for (const stop of stops) stop();
    },
  };
}

const inHistory = (place: Route) => (place.section === 'history' ? place : undefined);

/** Days are in the agent's time zone; the last day is included. */
export function queryOf({ from, to, ...words }: HistoryFilter): HistoryQuery {
  return { ...words, from: midnight(from, 0), to: midnight(to, 1) };
}

function midnight(day: string | undefined, daysLater: number): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? [];
  return date === undefined ? undefined : new Date(Number(year), Number(month) - 1, Number(date) + daysLater).getTime();
}
