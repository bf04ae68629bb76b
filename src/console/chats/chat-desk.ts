import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { AgentChat } from '../../chat/agent-model.ts';
import type { AgentClient } from '../../client/agent/ports.ts';
import type { Environment } from '../../environment/environment.ts';
import { createNowSignal } from '../core/now-signal.ts';
import type { Router } from '../core/router.ts';
import type { AgentSession, SessionModel } from '../session/session.ts';
import type { AgentChatStore } from './agent-chat-store.ts';
import { createAgentConversation } from './agent-conversation.ts';
import { type ChatActions, createChatActions } from './chat-actions.ts';
import { createChatListModel, type OfferEnd } from './chat-list-model.ts';
import { type ConnectionStatus, createDeskSync } from './desk-sync.ts';
import { createDirectory, type Directory } from './directory.ts';
import { createEarlierChats } from './earlier-chats.ts';
import type { WorkspaceStorage } from './workspace-storage.ts';

/** The newest change to the offers that is worth announcing. Messages are announced by their own chats. */
export type OfferNews = { id: string; type: 'offer' | OfferEnd; name: string };

/** Everything the views of the chats read and do. Signals are read-only; only these methods change anything. */
export interface ChatDesk {
  readonly session: ReadonlySignal<AgentSession>;
  readonly connection: ReadonlySignal<ConnectionStatus>;
  /** Whether the chats have been loaded at least once since sign-in. */
  readonly isListed: ReadonlySignal<boolean>;
  /** Offers first, the longest waiting first; then active chats; then those that are over. */
  readonly chats: ReadonlySignal<readonly AgentChatStore[]>;
  readonly offers: ReadonlySignal<readonly AgentChatStore[]>;
  readonly selected: ReadonlySignal<AgentChatStore | undefined>;
  readonly unread: ReadonlySignal<number>;
  readonly news: ReadonlySignal<OfferNews | undefined>;
  /** The last offer that went without an answer, until it comes again or is dismissed. */
  readonly missed: ReadonlySignal<{ name: string; why: OfferEnd } | undefined>;
  /** Wall-clock time for labels; changes every second while an offer counts down. */
  readonly now: ReadonlySignal<number>;
  readonly actions: ChatActions;
  readonly directory: Directory;
  /** The chat whose composer an action of the agent asked for; the composer clears it when it takes the focus. */
  readonly composerWanted: ReadonlySignal<string | undefined>;

  select(chatId: string | undefined): void;
  dismissMissed(): void;
  wantComposer(chatId: string | undefined): void;
  /** Accepts an offer, and on success opens the chat ready to write. */
  acceptAndOpen(chat: AgentChatStore): Promise<void>;
}

type ChatDeskOptions = Pick<Environment, 'clock' | 'page' | 'random'> & {
  port: AgentClient;
  workspace: WorkspaceStorage;
  session: SessionModel;
  router: Router;
};

/** What the console's store does with the chats beyond their views. */
type ChatDeskLifetime = {
  /** Loads and follows the chats of a user; returns what stops it. */
  start(userId: string): () => void;
  /** Refreshes everything, as after sleep. */
  wake(): void;
  /** Nothing of this agent's chats stays in the browser. */
  forgetAll(): void;
  stop(): void;
};

/** Joins the models of the chats to the event stream. */
export function createChatDesk(options: ChatDeskOptions): ChatDesk & ChatDeskLifetime {
  const { port, workspace, session, router, ...browser } = options;
  const news = signal<OfferNews | undefined>(undefined);
  const missed = signal<{ id: string; name: string; why: OfferEnd } | undefined>(undefined);
  const composerWanted = signal<string | undefined>(undefined);

  const announce = ({ id, participantId, visitor: { name } }: AgentChat, type: OfferNews['type']) => {
    news.value = { id: `${type} ${participantId}`, type, name };
    if (type !== 'offer') missed.value = { id, name, why: type };
    else if (missed.value?.id === id) missed.value = undefined;
  };
  const select = (chatId: string | undefined) => router.navigate({ section: 'chats', chatId });
  const wantComposer = (chatId: string | undefined) => {
    composerWanted.value = chatId;
  };

  const list = createChatListModel({
    workspace,
    selectedId: computed(() => (router.route.value.section === 'chats' ? router.route.value.chatId : undefined)),
    startConversation: (chat) =>
      createAgentConversation({
        ...browser,
        port,
        workspace,
        chat,
        // The end of a conversation ends or changes the chat: the service knows which.
        onOver: () => sync.refreshChat(chat.id),
      }),
    createEarlier: (chatId) => createEarlierChats(port, chatId),
    now: browser.clock.now,
    onOffer: (chat) => announce(chat, 'offer'),
    onOfferGone: announce,
    onSelectedGone: () => select(undefined),
  });
  const directory = createDirectory(port);
  const sync = createDeskSync({ port, clock: browser.clock, list, directory });
  const actions = createChatActions({
    port,
    random: browser.random,
    onNoteWritten: sync.refreshNotes,
    onChanged: sync.refreshChat,
    hasWrapUpCodes: () => directory.wrapupCodes.peek().length > 0,
    onLeft: list.markOver,
    onSettled: list.remove,
  });
  const nowSignal = createNowSignal(browser.clock, () => list.offers.value.length > 0);

  return {
    session: session.session,
    connection: sync.connection,
    isListed: sync.isListed,
    chats: list.chats,
    offers: list.offers,
    selected: list.selected,
    unread: list.unread,
    news,
    missed,
    now: nowSignal.now,
    actions,
    directory,
    composerWanted,
    select,
    dismissMissed() {
      missed.value = undefined;
    },
    wantComposer,
    async acceptAndOpen(chat) {
      if (!(await actions.accept(chat))) return;
      select(chat.id);
      wantComposer(chat.id);
    },
    start(userId) {
      workspace.openFor(userId);
      return sync.start(userId);
    },
    wake: sync.wake,
    forgetAll() {
      select(undefined);
      missed.value = undefined;
      workspace.clear();
    },
    stop: nowSignal.stop,
  };
}
