import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AgentChat } from '../chat/agent-chat.ts';
import { createDeskChat, type DeskChat, type Talk } from './desk-chat.ts';
import type { Desktop } from './desktop.ts';

export type ChatsModel = {
  /** Offers first, the longest waiting first; then active chats; then those that are over. */
  chats: ReadonlySignal<readonly DeskChat[]>;
  offers: ReadonlySignal<readonly DeskChat[]>;
  selected: ReadonlySignal<DeskChat | undefined>;
  unread: ReadonlySignal<number>;
  select(chatId: string | undefined): void;
  /** Everything there is: what is not among them is gone. */
  receiveAll(chats: readonly AgentChat[]): void;
  receive(chatId: string, chat: AgentChat | undefined): void;
  remove(chatId: string): void;
  /** Lets go of every chat; drafts stay. */
  clear(): void;
};

type ChatsModelOptions = {
  desktop: Desktop;
  startTalk(chat: AgentChat): Talk;
  now(): number;
  onOffer(chat: AgentChat): void;
  onOfferGone(chat: AgentChat): void;
};

const rank = { offered: 0, active: 1, over: 2 } as const;

/** The chats on the desk. */
export function createChatsModel({ desktop, startTalk, now, onOffer, onOfferGone }: ChatsModelOptions): ChatsModel {
  const byId = signal<ReadonlyMap<string, DeskChat>>(new Map());
  const selectedId = signal(desktop.selected());

  const chats = computed(() => {
    const all = [...byId.value.values()].map((chat) => ({ chat, facts: chat.facts.value }));
    const order = all.sort((a, b) => rank[a.facts.state] - rank[b.facts.state] || startOf(a.facts) - startOf(b.facts));
    return order.map(({ chat }) => chat);
  });

  const add = (facts: AgentChat) => {
    const chat = createDeskChat({ chat: facts, startTalk, desktop, now });
    byId.value = new Map(byId.value).set(facts.id, chat);
    chat.update(facts);
    if (facts.state === 'offered') onOffer(facts);
  };

  const remove = (chatId: string) => {
    const chat = byId.value.get(chatId);
    if (!chat) return;
    chat.dispose({ forget: true });
    const rest = new Map(byId.value);
    rest.delete(chatId);
    byId.value = rest;
    if (selectedId.value === chatId) select(undefined);
  };

  const select = (chatId: string | undefined) => {
    selectedId.value = chatId;
    desktop.keepSelected(chatId);
  };

  const receive = (chatId: string, facts: AgentChat | undefined) => {
    const known = byId.value.get(chatId);
    const before = known?.facts.value;
    if (!known || !before) {
      if (facts && facts.state !== 'over') add(facts);
      return;
    }
    if (facts && facts.state !== 'over') {
      known.update(facts);
      const isNewOffer = facts.state === 'offered' && facts.participantId !== before.participantId;
      if (isNewOffer) onOffer(facts);
      return;
    }
    if (before.state === 'offered') {
      remove(chatId);
      onOfferGone(before);
    } else {
      known.update({ ...(facts ?? before), state: 'over' });
    }
  };

  return {
    chats,
    offers: computed(() => chats.value.filter((chat) => chat.facts.value.state === 'offered')),
    selected: computed(() => byId.value.get(selectedId.value ?? '')),
    unread: computed(() => chats.value.reduce((sum, chat) => sum + chat.unread.value, 0)),
    select,
    receive: (chatId, facts) => batch(() => receive(chatId, facts)),
    receiveAll(all) {
      batch(() => {
        for (const facts of all) receive(facts.id, facts);
        const present = new Set(all.map(({ id }) => id));
        for (const id of byId.value.keys()) if (!present.has(id)) receive(id, undefined);
      });
    },
    remove: (chatId) => batch(() => remove(chatId)),
    clear() {
      for (const chat of byId.value.values()) chat.dispose({ forget: false });
      byId.value = new Map();
    },
  };
}

const startOf = (chat: AgentChat) => chat.startedAt ?? 0;
