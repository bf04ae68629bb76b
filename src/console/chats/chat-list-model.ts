import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AgentChat } from '../../chat/agent-model.ts';
import { type AgentChatStore, createAgentChatStore } from './agent-chat-store.ts';
import type { AgentConversation } from './agent-conversation.ts';
import type { EarlierChats } from './earlier-chats.ts';
import type { WorkspaceStorage } from './workspace-storage.ts';

export type ChatListModel = {
  /** Offers first, the longest waiting first; then active chats; then those that are over. */
  chats: ReadonlySignal<readonly AgentChatStore[]>;
  offers: ReadonlySignal<readonly AgentChatStore[]>;
  selected: ReadonlySignal<AgentChatStore | undefined>;
  unread: ReadonlySignal<number>;
  /** Receives the complete list; chats that are missing are removed. */
  receiveAll(chats: readonly AgentChat[]): void;
  receive(chatId: string, chat: AgentChat | undefined): void;
  /** The agent has left: a response from before does not bring the chat back. */
  markOver(chatId: string): void;
  remove(chatId: string): void;
  /** Removes every chat; drafts stay stored. */
  clear(): void;
};

/** `late`: not accepted in time · `gone`: withdrawn, as when the visitor leaves. */
export type OfferEnd = 'late' | 'gone';

type ChatListModelOptions = {
  workspace: WorkspaceStorage;
  selectedId: ReadonlySignal<string | undefined>;
  startConversation(chat: AgentChat): AgentConversation;
  createEarlier(chatId: string): EarlierChats;
  now(): number;
  onOffer(chat: AgentChat): void;
  onOfferGone(chat: AgentChat, why: OfferEnd): void;
  /** The selected chat was removed. */
  onSelectedGone(): void;
};

/** Tolerance for clocks that differ. */
const slackMs = 1500;

const rank = { offered: 0, active: 1, over: 2 } as const;

/** The agent's chats. */
export function createChatListModel(options: ChatListModelOptions): ChatListModel {
  const { workspace, selectedId, startConversation, createEarlier, now, onOffer, onOfferGone, onSelectedGone } =
    options;
  const byId = signal<ReadonlyMap<string, AgentChatStore>>(new Map());
  /** Participations that the agent has left: a response from before must not bring them back. */
  const released = new Set<string>();

  const chats = computed(() => {
    const all = [...byId.value.values()].map((chat) => ({ chat, details: chat.details.value }));
    const order = all.sort(
      (a, b) => rank[a.details.state] - rank[b.details.state] || startOf(a.details) - startOf(b.details),
    );
    return order.map(({ chat }) => chat);
  });

  const add = (details: AgentChat) => {
    const chat = createAgentChatStore({ chat: details, startConversation, createEarlier, workspace, now });
    byId.value = new Map(byId.value).set(details.id, chat);
    chat.update(details);
  };

  const remove = (chatId: string) => {
    const chat = byId.value.get(chatId);
    if (!chat) return;
    released.add(chat.details.value.participantId);
    chat.dispose({ forget: true });
    const rest = new Map(byId.value);
    rest.delete(chatId);
    byId.value = rest;
    if (selectedId.value === chatId) onSelectedGone();
  };

  const finish = (chatId: string) => {
    const chat = byId.value.get(chatId);
    if (!chat) return;
    const details = chat.details.value;
    released.add(details.participantId);
    chat.update({ ...details, state: 'over' });
  };

  const endChat = (chat: AgentChatStore, details: AgentChat) => {
    const before = chat.details.value;
    if (before.state !== 'offered') return chat.update({ ...details, state: 'over' });
    // An offer that was not accepted cannot be read, so the time decides why it ended.
    const why = now() > chat.offerEndsAt.value - slackMs ? 'late' : 'gone';
    remove(chat.id);
    onOfferGone(before, why);
  };

  const receiveOver = (details: AgentChat) => {
    const known = byId.value.get(details.id);
    // Wrapped up, perhaps in another tab.
    if (details.isSettled) remove(details.id);
    else if (known) endChat(known, details);
    // A chat that was never accepted is not shown again.
    else if (details.connectedAt !== undefined && !released.has(details.participantId)) add(details);
  };

  const receive = (chatId: string, details: AgentChat | undefined) => {
    const known = byId.value.get(chatId);
    if (details?.state === 'over') return receiveOver(details);
    if (details === undefined) {
      if (known?.details.value.state === 'offered') endChat(known, known.details.value);
      return remove(chatId);
    }
    if (released.has(details.participantId)) return;
    const legBefore = known?.details.value.participantId;
    if (known) known.update(details);
    else add(details);
    if (details.state === 'offered' && details.participantId !== legBefore) onOffer(details);
  };

  return {
    chats,
    offers: computed(() => chats.value.filter((chat) => chat.details.value.state === 'offered')),
    selected: computed(() => byId.value.get(selectedId.value ?? '')),
    unread: computed(() => chats.value.reduce((sum, chat) => sum + chat.unread.value, 0)),
    receive: (chatId, details) => batch(() => receive(chatId, details)),
    receiveAll(all) {
      batch(() => {
        for (const details of all) receive(details.id, details);
        const present = new Set(all.map(({ id }) => id));
        for (const id of byId.value.keys()) if (!present.has(id)) receive(id, undefined);
        workspace.retainOnly(present);
      });
    },
    markOver: (chatId) => batch(() => finish(chatId)),
    remove: (chatId) => batch(() => remove(chatId)),
    clear() {
      for (const chat of byId.value.values()) chat.dispose({ forget: false });
      byId.value = new Map();
      released.clear();
    },
  };
}

const startOf = (chat: AgentChat) => chat.startedAt ?? 0;
