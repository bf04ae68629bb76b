import { batch, computed, signal } from '@preact/signals';
import { ChatError } from '../chat/chat-error.ts';
import type { SavedEntry } from '../chat/chat-state.ts';
import type { ConversationPort, GuestPort } from '../chat/conversation-port.ts';
import type { GuestDetails } from '../chat/member.ts';
import type { Conversation, EndReason, Session } from '../chat/session.ts';
import type { Clock } from '../platform/clock.ts';
import type { Page } from '../platform/page.ts';
import type { Random } from '../platform/random.ts';
import type { TextStorage } from '../platform/storage.ts';
import { agentOf, statusOf } from './chat-status.ts';
import type { ChatStore } from './chat-store-shape.ts';
import { type ConversationModel, createConversationModel } from './conversation-model.ts';
import { createPersistence } from './persistence.ts';
import { readSavedChat, writeSavedChat } from './saved-chat.ts';

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
export function createChatStore(options: ChatStoreOptions): ChatStore {
  const { api, clock, random, page, storage, storageKey } = options;
  const saved = readSavedChat(storage.read(storageKey));
  let outbox: readonly SavedEntry[] = saved.outbox ?? [];
  let seenAt = saved.seenAt ?? 0;
  let starting: Promise<void> | undefined;
  let isDisposed = false;
  const { persist, stop: stopPersisting } = createPersistence({ clock, random });

  const session = signal<Session>({ phase: 'idle' });
  const guest = signal<Partial<GuestDetails>>({ ...saved.guest, ...options.guest });
  const isOpen = signal(saved.isOpen ?? false);
  const isStorageWorking = signal(true);
  const chat = signal(newChat(saved.conversation !== undefined));
  const agent = computed(() => agentOf(chat.value));
  const status = computed(() => statusOf(session.value, chat.value, agent.value));

  const unread = computed(() => {
    const { entries, me } = chat.value;
    const isUnread = ({ senderId, kind, at }: (typeof entries.value)[number]) =>
      senderId !== me.value && kind === 'standard' && at > seenAt;
    return isOpen.value ? 0 : entries.value.filter(isUnread).length;
  });

  function newChat(isResumed: boolean): ConversationModel {
    return createConversationModel({ clock, random, page, outbox, isResumed, save, onOver });
  }

  function save(kept = outbox): void {
    outbox = kept;
    const now = session.peek();
    const text = writeSavedChat({
      conversation: now.phase === 'live' ? now.conversation : undefined,
      outbox: now.phase === 'ended' ? [] : outbox,
      guest: guest.peek(),
      isOpen: isOpen.peek(),
      seenAt,
    });
    isStorageWorking.value = storage.write(storageKey, text);
  }

  function onOver(reason: EndReason): void {
    const now = session.peek();
    if (now.phase !== 'live') return;
    session.value = { phase: 'ended', conversation: now.conversation, reason };
    save();
  }

  function show(isShown: boolean): void {
    if (isShown === isOpen.peek()) return;
    batch(() => {
      see();
      isOpen.value = isShown;
      save();
    });
  }

  /** Whatever stands in the transcript now has been, or is about to be, before the eyes. */
  function see(): void {
    for (const { at, messageId } of chat.peek().entries.peek()) if (messageId) seenAt = Math.max(seenAt, at);
  }

  async function start(): Promise<void> {
    starting ??= begin().finally(() => {
      starting = undefined;
    });
    return starting;
  }

  async function begin(): Promise<void> {
    const { displayName } = guest.peek();
    if (!displayName || !isStartable()) return;
    session.value = { phase: 'starting' };
    save();
    try {
      const conversation = await persist(5, async () =>
        (await api()).createConversation({ ...guest.peek(), displayName }),
      );
      if (!isDisposed) goLive(conversation);
    } catch (cause) {
      const error = cause instanceof ChatError ? cause : new ChatError('offline', { cause });
      if (!isDisposed) session.value = { phase: 'failed', error };
    }
  }

  function isStartable(): boolean {
    return /idle|failed/.test(session.peek().phase);
  }

  function goLive(conversation: Conversation): void {
    const { memberId: me, capabilities } = conversation;
    session.value = { phase: 'live', conversation, startedAt: clock.now() };
    save();
    reach(conversation).then(
      (port) => !isDisposed && session.peek().phase === 'live' && chat.peek().attach({ port, me, capabilities }),
      // Nobody could be reached at all; the next page tries again.
      () => {},
    );
  }

  async function reach(conversation: Conversation): Promise<ConversationPort> {
    return (await persist(20, api)).conversation(conversation);
  }

  const stops = [
    stopPersisting,
    page.onHide(() => {
      if (!isOpen.peek()) return;
      see();
      save();
    }),
    page.onWake(() => {
      const now = session.peek();
      if (now.phase === 'failed' && now.error.kind === 'offline') start();
    }),
  ];

  if (saved.conversation) goLive(saved.conversation);
  else if (outbox.some(({ progress }) => progress.state !== 'failed')) start();

  return {
    status,
    session,
    entries: computed(() => chat.value.entries.value),
    me: computed(() => chat.value.me.value),
    agent,
    nameOf: (memberId) => chat.value.members.value.get(memberId)?.displayName || undefined,
    typing: computed(() => chat.value.members.value.get(chat.value.typing.value ?? '')),
    history: computed(() => chat.value.history.value),
    unread,
    announcement: computed(() => chat.value.announcement.value),
    mediaRequests: computed(() => chat.value.mediaRequests.value),
    isOpen,
    guest,
    isStorageWorking,

    open: () => show(true),
    close: () => show(false),
    identify(details) {
      guest.value = { ...guest.peek(), ...details };
      save();
    },
    start,
    send(body) {
      if (!body.trim() || session.peek().phase === 'ended') return;
      chat.peek().send(body);
      start();
    },
    retry: (viewId) => chat.peek().retry(viewId),
    discard: (viewId) => chat.peek().discard(viewId),
    typed: () => chat.peek().typed(),
    loadOlder: () => chat.peek().loadOlder(),
    answerMediaRequest: (id, state) => chat.peek().answerMediaRequest(id, state),
    async end(how) {
      const now = session.peek();
      if (now.phase !== 'live') return;
      // The visitor's word is final at once; the service is told for as long as it takes.
      const left = leave(now.conversation, how?.keepalive === true);
      batch(() => {
        chat.peek().finish();
        onOver('guest-left');
      });
      await left;
    },
    reset() {
      if (!/ended|failed/.test(session.peek().phase)) return;
      batch(() => {
        chat.peek().dispose();
        outbox = [];
        seenAt = 0;
        session.value = { phase: 'idle' };
        chat.value = newChat(false);
        save();
      });
    },
    dispose() {
      isDisposed = true;
      for (const stop of stops) stop();
      chat.peek().dispose();
    },
  };

  async function leave(conversation: Conversation, keepalive: boolean): Promise<void> {
    try {
      const port = await reach(conversation);
      await persist(keepalive ? 1 : 20, () => port.leave({ keepalive }));
    } catch {
      // Whom nobody hears is away, and after a quarter of an hour gone: the service sees to that.
    }
  }
}
