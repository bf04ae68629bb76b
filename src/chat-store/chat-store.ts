import { batch, computed, signal } from '@preact/signals';
import type { Conversation, GuestDetails, Message } from '../chat/model.ts';
import type { ConversationPort, GuestPort } from '../chat/ports.ts';
import type { PendingMessage } from '../chat/reconciler/pending-message.ts';
import type { SharedChat, TabMessage } from '../client/tabs/messages.ts';
import { hasVisibleText } from '../lib/visible-text.ts';
import { agentOf, statusOf } from './chat-status.ts';
import type { ChatStoreOptions } from './chat-store-options.ts';
import type { ChatStore } from './chat-store-types.ts';
import { createConsent } from './consent.ts';
import type { ConversationModel } from './conversation/conversation.ts';
import { createDraft } from './draft.ts';
import { createPanel } from './panel.ts';
import { mergeSavedChat, readSavedChat, type SavedChat, writeSavedChat } from './saved-chat.ts';
import { createSession } from './session.ts';
import type { Verdict } from './tab-outboxes.ts';
import { createWaitingOutbox } from './waiting-outbox.ts';

/** The visitor's chat: at most one conversation at a time, kept over reloads. Resumes by itself, starts nothing by itself. */
export function createChatStore({ engine, page, storage, storageKey, tabs, ...options }: ChatStoreOptions): ChatStore {
  const saved = readSavedChat(storage.read(storageKey));
  let { outbox } = saved;
  /** Conversations that are over. Other tabs may still speak of them, or have them in what they keep. */
  const gone = new Set<string>();
  let isResumed = saved.conversation !== undefined;
  let { createModel } = options;
  let isDisposed = false;

  const guest = signal<Partial<GuestDetails>>({ ...saved.guest, ...options.guest });
  const consent = createConsent({ saved, isAsked: options.asksConsent === true, now: options.clock.now });
  const isStorageWorking = signal(true);
  const messageListeners = new Set<(message: Message) => void>();
  const chat = signal(newChat());
  const draft = createDraft({ text: saved.draft, clock: options.clock, page, save });
  const { session, ...conversation } = createSession({
    ...options,
    api,
    save,
    isGone: (id) => gone.has(id),
    keptByOthers() {
      const kept = options.isStorageShared ? readSavedChat(storage.read(storageKey)).conversation : undefined;
      return kept && !gone.has(kept.id) ? kept : undefined;
    },
    attach,
  });
  const outboxes = createWaitingOutbox({
    clock: options.clock,
    storage,
    storageKey,
    tabs,
    tabId: tabs?.id ?? options.random.id(),
    isStorageShared: options.isStorageShared === true,
    judge,
    onInherit(texts) {
      chat.peek().inherit(texts);
      startIfUnsent();
    },
    onOthers() {
      // Where it can't be fetched now, the next text or conversation asks again.
      if (consent.isGiven.peek()) api().catch(() => {});
    },
    onReleased: (keys) => chat.peek().release(keys),
  });
  const panel = createPanel({ ...saved, chat, page, save });
  const agent = computed(() => agentOf(chat.value));
  const status = computed(() => statusOf(session.value, chat.value, agent.value));
  const start = async () => {
    if (consent.isGiven.peek()) await conversation.start(consent.noted(guest.peek()));
  };

  async function api(): Promise<GuestPort> {
    const { api, createConversationModel, createTabOutboxes } = await engine();
    if (!isDisposed) await outboxes.takeOver(createTabOutboxes);
    createModel = createConversationModel;
    return api;
  }

  /** What stood in for the conversation hands over what was written meanwhile. */
  function attach({ id, memberId: me, capabilities }: Conversation, port: ConversationPort): void {
    batch(() => {
      chat.peek().dispose();
      chat.value = newChat();
      chat.value.attach({ port, id, me, capabilities });
    });
    outboxes.search();
  }

  /** Whatever is unsent has been written by the visitor: then the chat starts without a further word. */
  function startIfUnsent(): void {
    if (outbox.some(({ progress }) => !/confirmed|failed/.test(progress.state))) start();
  }

  /** A closed tab's text goes into its own conversation, or into this tab's, be it over, if it was written before any. */
  function judge({ conversation: id, attempt }: PendingMessage, isReported: boolean): Verdict {
    const now = session.peek();
    const live = now.phase === 'live' ? now.conversation : undefined;
    if (!consent.isGiven.peek()) return 'leave';
    // Without keys nobody could tell whether a text that was posted has come, unless it was kept what it was posted behind.
    if (isReported && attempt > 0 && !live?.capabilities.idempotencyKey) return 'drop';
    if (id === undefined || ('conversation' in now && now.conversation.id === id)) return 'take';
    const isKept = readSavedChat(storage.read(storageKey)).conversation?.id === id;
    return isKept && !gone.has(id) ? 'leave' : 'drop';
  }

  function newChat(): ConversationModel {
    return createModel({
      ...options,
      page,
      outbox,
      isResumed,
      save: keep,
      onOver(reason) {
        isOver();
        conversation.end(reason);
        keep(outbox);
      },
      onNews(messages) {
        for (const message of messages) for (const listener of messageListeners) listener(message);
      },
    });
  }

  /** The outbox is kept apart from the chat: tabs share the chat, and each has texts of its own. */
  function keep(texts: readonly PendingMessage[]): void {
    const now = session.peek();
    const live = now.phase === 'live' ? now.conversation.id : undefined;
    outbox = texts.map((text) => (text.conversation === undefined ? { ...text, conversation: live } : text));
    if (!consent.isGiven.peek()) return;
    const isKept = outboxes.write(now.phase === 'ended' ? [] : outbox);
    if (!isKept) isStorageWorking.value = false;
  }

  function save(): void {
    if (!consent.isGiven.peek()) return;
    const mine = written();
    const text = options.isStorageShared
      ? mergeSavedChat(mine, readSavedChat(storage.read(storageKey)), {
          isGone: (id) => gone.has(id),
          hasLeft: conversation.hasLeft,
          hasDraft: draft.isOwn(),
        })
      : mine;
    isStorageWorking.value = storage.write(storageKey, writeSavedChat(text));
    // What was written before any conversation belongs to the one that begins.
    if (mine.conversation && outbox.some((text) => text.conversation === undefined)) keep(outbox);
    tabs?.post({ type: 'chat', chat: mine });
  }

  function written(): Omit<SavedChat, 'outbox'> {
    const now = session.peek();
    const live = now.phase === 'live' ? now : undefined;
    return {
      ...panel.kept(),
      conversation: live?.conversation,
      startedAt: live?.startedAt,
      leaving: conversation.leaving(),
      guest: guest.peek(),
      draft: draft.text.peek(),
      hasConsent: true,
      consentAt: consent.at(),
    };
  }

  function hear(message: TabMessage): void {
    switch (message.type) {
      case 'ask':
        if (session.peek().phase === 'live') tabs?.post({ type: 'chat', chat: written() });
        return;
      case 'chat':
        return learn(message.chat);
      case 'forget':
        return wipe();
      case 'outbox':
      case 'taken':
      case 'stream':
        return;
      default:
        message satisfies never;
    }
  }

  /** Another tab says what it has, or left in what is kept. */
  function learn(theirs: SharedChat): void {
    const now = session.peek();
    // A text that is taken over starts its chat under the name it was written under.
    if (!guest.peek().displayName) guest.value = { ...guest.peek(), ...theirs.guest };
    panel.noteSeen(theirs.seenAt);
    if (theirs.conversation && !gone.has(theirs.conversation.id) && /idle|failed/.test(now.phase)) {
      consent.give(true);
      guest.value = { ...guest.peek(), ...theirs.guest };
      conversation.resume(theirs.conversation, theirs.startedAt);
    }
    // The visitor's word counts in every tab.
    if (now.phase === 'live' && theirs.leaving?.id === now.conversation.id) finish();
  }

  /** In a shared storage another tab's chat outlives that tab. */
  function learnFromStorage(): void {
    if (options.isStorageShared) learn(readSavedChat(storage.read(storageKey)));
  }

  function isOver(): void {
    const now = session.peek();
    if ('conversation' in now) gone.add(now.conversation.id);
  }

  /** An empty transcript, and nobody to talk to. */
  function empty(): void {
    isOver();
    chat.peek().dispose();
    keep([]);
    isResumed = false;
    conversation.reset();
    chat.value = newChat();
  }

  /** A chat that is being created has to be left; one that waits for its turn is not there yet. */
  async function settleStart(): Promise<void> {
    const now = session.peek();
    if (now.phase === 'starting' && now.isDelayed) conversation.reset();
    else await start();
  }

  async function end(how?: { keepalive?: boolean }): Promise<void> {
    if (session.peek().phase === 'starting') await settleStart();
    const now = session.peek();
    if (now.phase !== 'live') return;
    const left = conversation.leave(now.conversation, how?.keepalive === true);
    // The visitor's word is final at once, whenever the service hears it.
    finish();
    await left;
  }

  function finish(): void {
    isOver();
    batch(() => {
      conversation.end('guest-left');
      chat.peek().finish();
    });
  }

  async function forget(): Promise<void> {
    if (session.peek().phase === 'starting') await settleStart();
    const left = end();
    tabs?.post({ type: 'forget' });
    wipe();
    await left;
  }

  function wipe(): void {
    batch(() => {
      empty();
      conversation.forgetLeaving();
      guest.value = { ...options.guest };
      draft.set('');
      draft.drop();
      consent.ask(options.asksConsent === true);
      clear(true);
      storage.remove(`${storageKey}:muted`);
    });
  }

  function clear(ofAllTabs: boolean): void {
    outboxes.clear(ofAllTabs);
    storage.remove(storageKey);
  }

  const stops = [
    conversation.stop,
    panel.stop,
    draft.stop,
    outboxes.stop,
    tabs?.onMessage(hear) ?? (() => {}),
    page.onHide(outboxes.hide),
    page.onWake(() => {
      // What another tab has taken over meanwhile must be released before anything here is kept again.
      outboxes.wake();
      learnFromStorage();
      tabs?.post({ type: 'ask' });
      const now = session.peek();
      if (now.phase === 'failed' && now.error.kind === 'offline') start();
    }),
  ];

  tabs?.post({ type: 'ask' });
  if (saved.leaving) {
    gone.add(saved.leaving.id);
    conversation.leave(saved.leaving, false);
  }
  if (saved.conversation) conversation.resume(saved.conversation, saved.startedAt);
  if (outbox[0]) {
    keep(outbox);
    save();
  }
  outboxes.search();
  startIfUnsent();

  return {
    status,
    session,
    entries: computed(() => chat.value.entries.value),
    me: computed(() => chat.value.me.value),
    agent,
    nameOf: (memberId) => chat.value.members.value.get(memberId)?.displayName || undefined,
    typing: computed(() => chat.value.members.value.get(chat.value.typing.value ?? '')),
    history: computed(() => chat.value.history.value),
    today: computed(() => chat.value.today.value),
    unread: panel.unread,
    unreadFrom: panel.unreadFrom,
    announcement: computed(() => chat.value.announcement.value),
    mediaRequests: computed(() => chat.value.mediaRequests.value),
    isOpen: panel.isOpen,
    guest,
    isStorageWorking,
    hasConsent: consent.isGiven,
    isSpeaker: computed(() => chat.value.isLeading.value),
    draft: draft.text,
    conversationId: computed(() => ('conversation' in session.value ? session.value.conversation.id : undefined)),
    waitingSince: computed(() =>
      session.value.phase === 'live' && !agent.value ? session.value.startedAt : undefined,
    ),

    open: () => panel.show(true),
    close: () => panel.show(false),
    identify(details) {
      guest.value = { ...guest.peek(), ...details };
      save();
    },
    start,
    send(body) {
      if (!hasVisibleText(body) || !consent.isGiven.peek() || options.mayBeSent?.(body) === false) return false;
      chat.peek().send(body);
      start();
      return true;
    },
    retry: (viewId) => chat.peek().retry(viewId),
    discard: (viewId) => chat.peek().discard(viewId),
    typed: () => chat.peek().typed(),
    loadOlder: () => chat.peek().loadOlder(),
    answerMediaRequest: (id, state) => chat.peek().answerMediaRequest(id, state),
    end,
    reset() {
      if (!/ended|failed/.test(session.peek().phase)) return;
      batch(() => {
        empty();
        save();
      });
      learnFromStorage();
      outboxes.search();
      tabs?.post({ type: 'ask' });
    },
    forget,
    setDraft: draft.set,
    giveConsent(isGiven = true) {
      consent.give(isGiven);
      if (!isGiven) return clear(false);
      save();
      outboxes.search();
    },
    markRead: panel.see,
    askConsent(isAsked) {
      consent.ask(isAsked);
      if (isAsked) clear(false);
      else save();
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    dispose() {
      isDisposed = true;
      for (const stop of stops) stop();
      chat.peek().dispose();
      tabs?.stop();
    },
  };
}
