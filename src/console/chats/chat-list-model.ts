import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AgentChat } from '../../chat/agent-chat.ts';
import type { Desktop } from '../app/workspace-storage.ts';
import { createDeskChat, type DeskChat, type Talk } from './agent-chat-store.ts';
import type { EarlierChats } from './earlier-chats.ts';

export type ChatsModel = {
  /** Offers first, the longest waiting first; then active chats; then those that are over. */
  chats: ReadonlySignal<readonly DeskChat[]>;
  offers: ReadonlySignal<readonly DeskChat[]>;
  selected: ReadonlySignal<DeskChat | undefined>;
  unread: ReadonlySignal<number>;
  /** Everything there is: what is not among them is gone. */
  receiveAll(chats: readonly AgentChat[]): void;
  receive(chatId: string, chat: AgentChat | undefined): void;
  /** The agent takes no part any more: nothing that was under way brings the chat back. */
  finish(chatId: string): void;
  remove(chatId: string): void;
  /** Lets go of every chat; drafts stay. */
  clear(): void;
};

/** `late`: nobody answered in time · `gone`: taken back, as when the visitor leaves. */
export type OfferEnd = 'late' | 'gone';

type ChatsModelOptions = {
  desktop: Desktop;
  selectedId: ReadonlySignal<string | undefined>;
  startTalk(chat: AgentChat): Talk;
  createEarlier(chatId: string): EarlierChats;
  now(): number;
  onOffer(chat: AgentChat): void;
  onOfferGone(chat: AgentChat, why: OfferEnd): void;
  /** The chosen chat is gone from the desk. */
  onSelectedGone(): void;
};

/** Clocks differ. */
const slackMs = 1500;

const rank = { offered: 0, active: 1, over: 2 } as const;

/** The chats on the desk. */
export function createChatsModel(options: ChatsModelOptions): ChatsModel {
  const { desktop, selectedId, startTalk, createEarlier, now, onOffer, onOfferGone, onSelectedGone } = options;
  const byId = signal<ReadonlyMap<string, DeskChat>>(new Map());
  /** Legs the agent let go of: an answer that was under way meanwhile must not bring them back. */
  const released = new Set<string>();

  const chats = computed(() => {
    const all = [...byId.value.values()].map((chat) => ({ chat, facts: chat.facts.value }));
    const order = all.sort((a, b) => rank[a.facts.state] - rank[b.facts.state] || startOf(a.facts) - startOf(b.facts));
    return order.map(({ chat }) => chat);
  });

  const add = (facts: AgentChat) => {
    const chat = createDeskChat({ chat: facts, startTalk, createEarlier, desktop, now });
    byId.value = new Map(byId.value).set(facts.id, chat);
    chat.update(facts);
  };

  const remove = (chatId: string) => {
    const chat = byId.value.get(chatId);
    if (!chat) return;
    released.add(chat.facts.value.participantId);
    chat.dispose({ forget: true });
    const rest = new Map(byId.value);
    rest.delete(chatId);
    byId.value = rest;
    if (selectedId.value === chatId) onSelectedGone();
  };

  const finish = (chatId: string) => {
    const chat = byId.value.get(chatId);
    if (!chat) return;
    const facts = chat.facts.value;
    released.add(facts.participantId);
    chat.update({ ...facts, state: 'over' });
  };

  const lose = (chat: DeskChat, facts: AgentChat) => {
    const before = chat.facts.value;
    if (before.state !== 'offered') return chat.update({ ...facts, state: 'over' });
    // Nothing of an offer not taken can be read, so the time tells why it went.
    const why = now() > chat.offerEndsAt.value - slackMs ? 'late' : 'gone';
    remove(chat.id);
    onOfferGone(before, why);
  };

  const receiveOver = (facts: AgentChat) => {
    const known = byId.value.get(facts.id);
    // Maybe in another tab.
    if (facts.isSettled) remove(facts.id);
    else if (known) lose(known, facts);
    // What was never taken is nothing to come back to.
    else if (facts.connectedAt !== undefined && !released.has(facts.participantId)) add(facts);
  };

  const receive = (chatId: string, facts: AgentChat | undefined) => {
    const known = byId.value.get(chatId);
    if (facts?.state === 'over') return receiveOver(facts);
    if (facts === undefined) {
      if (known?.facts.value.state === 'offered') lose(known, known.facts.value);
      return remove(chatId);
    }
    if (released.has(facts.participantId)) return;
    const legBefore = known?.facts.value.participantId;
    if (known) known.update(facts);
    else add(facts);
    if (facts.state === 'offered' && facts.participantId !== legBefore) onOffer(facts);
  };

  return {
    chats,
    offers: computed(() => chats.value.filter((chat) => chat.facts.value.state === 'offered')),
    selected: computed(() => byId.value.get(selectedId.value ?? '')),
    unread: computed(() => chats.value.reduce((sum, chat) => sum + chat.unread.value, 0)),
    receive: (chatId, facts) => batch(() => receive(chatId, facts)),
    receiveAll(all) {
      batch(() => {
        for (const facts of all) receive(facts.id, facts);
        const present = new Set(all.map(({ id }) => id));
        for (const id of byId.value.keys()) if (!present.has(id)) receive(id, undefined);
        desktop.tidy(present);
      });
    },
    finish: (chatId) => batch(() => finish(chatId)),
    remove: (chatId) => batch(() => remove(chatId)),
    clear() {
      for (const chat of byId.value.values()) chat.dispose({ forget: false });
      byId.value = new Map();
      released.clear();
    },
  };
}

const startOf = (chat: AgentChat) => chat.startedAt ?? 0;
