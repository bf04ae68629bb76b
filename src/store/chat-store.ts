import { batch, computed, signal } from '@preact/signals';
import type { GuestPort } from '../chat/conversation-port.ts';
import type { GuestDetails } from '../chat/member.ts';
import type { Clock } from '../platform/clock.ts';
import type { Page } from '../platform/page.ts';
import type { Random } from '../platform/random.ts';
import type { TextStorage } from '../platform/storage.ts';
import { agentOf, statusOf } from './chat-status.ts';
import type { ChatStore } from './chat-store-shape.ts';
import { type ConversationModel, createConversationModel } from './conversation-model.ts';
import { createPanel } from './panel-model.ts';
import { readSavedChat, writeSavedChat } from './saved-chat.ts';
import { createSession } from './session-model.ts';

export type ChatStoreOptions = {
  /** Asked for whenever a chat starts or resumes: the wire client may be fetched as late as that. */
  api: () => Promise<GuestPort>;
  clock: Clock;
  random: Random;
  page: Page;
  storage: TextStorage;
  /** Where the chat is kept between pages: names organization, deployment and instance. */
  storageKey: string;
  /** What the page knows of the visitor. */
  guest?: Partial<GuestDetails>;
};

/** The visitor's chat: at most one conversation at a time, kept over reloads. Resumes by itself, starts nothing by itself. */
export function createChatStore({ page, storage, storageKey, ...options }: ChatStoreOptions): ChatStore {
  const saved = readSavedChat(storage.read(storageKey));
  let { outbox } = saved;

  const guest = signal<Partial<GuestDetails>>({ ...saved.guest, ...options.guest });
  const isStorageWorking = signal(true);
  const chat = signal(newChat(saved.conversation !== undefined));
  const panel = createPanel({ ...saved, chat, save });
  const { session, ...conversation } = createSession({
    ...options,
    save,
    attach: ({ memberId: me, capabilities }, port) => chat.peek().attach({ port, me, capabilities }),
  });
  const agent = computed(() => agentOf(chat.value));
  const start = () => conversation.start(guest.peek());

  function newChat(isResumed: boolean): ConversationModel {
    return createConversationModel({
      ...options,
      page,
      outbox,
      isResumed,
      save(kept) {
        outbox = kept;
        save();
      },
      onOver: (reason) => conversation.end(reason),
    });
  }

  function save(): void {
    const now = session.peek();
    const text = writeSavedChat({
      ...panel.kept(),
      conversation: now.phase === 'live' ? now.conversation : undefined,
      leaving: conversation.leaving(),
      outbox: now.phase === 'ended' ? [] : outbox,
      guest: guest.peek(),
    });
    isStorageWorking.value = storage.write(storageKey, text);
  }

  const stops = [
    conversation.stop,
    page.onHide(panel.putAway),
    page.onWake(() => {
      const now = session.peek();
      if (now.phase === 'failed' && now.error.kind === 'offline') start();
    }),
  ];

  if (saved.leaving) conversation.leave(saved.leaving, false);
  if (saved.conversation) conversation.resume(saved.conversation);
  else if (outbox.some(({ progress }) => progress.state !== 'failed')) start();

  return {
    status: computed(() => statusOf(session.value, chat.value, agent.value)),
    session,
    entries: computed(() => chat.value.entries.value),
    me: computed(() => chat.value.me.value),
    agent,
    nameOf: (memberId) => chat.value.members.value.get(memberId)?.displayName || undefined,
    typing: computed(() => chat.value.members.value.get(chat.value.typing.value ?? '')),
    history: computed(() => chat.value.history.value),
    unread: panel.unread,
    announcement: computed(() => chat.value.announcement.value),
    mediaRequests: computed(() => chat.value.mediaRequests.value),
    isOpen: panel.isOpen,
    guest,
    isStorageWorking,

    open: () => panel.show(true),
    close: () => panel.show(false),
    identify(details) {
      guest.value = { ...guest.peek(), ...details };
      save();
    },
    start,
    send(body) {
      if (!body.trim()) return;
      chat.peek().send(body);
      start();
    },
    retry: (viewId) => chat.peek().retry(viewId),
    discard: (viewId) => chat.peek().discard(viewId),
    typed: () => chat.peek().typed(),
    loadOlder: () => chat.peek().loadOlder(),
    answerMediaRequest: (id, state) => chat.peek().answerMediaRequest(id, state),
    async end(how) {
      if (session.peek().phase === 'starting') await start();
      const now = session.peek();
      if (now.phase !== 'live') return;
      const left = conversation.leave(now.conversation, how?.keepalive === true);
      // The visitor's word is final at once, whenever the service hears it.
      batch(() => {
        chat.peek().finish();
        conversation.end('guest-left');
      });
      await left;
    },
    reset() {
      if (!/ended|failed/.test(session.peek().phase)) return;
      batch(() => {
        chat.peek().dispose();
        outbox = [];
        conversation.reset();
        chat.value = newChat(false);
        save();
      });
    },
    dispose() {
      for (const stop of stops) stop();
      chat.peek().dispose();
    },
  };
}
