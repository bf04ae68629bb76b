import { batch, computed, signal } from '@preact/signals';
import { type Conversation, type GuestDetails, isStartable, type Message } from '../chat/model.ts';
import type { ConversationPort, GuestPort } from '../chat/ports.ts';
import { isPending, type PendingMessage } from '../chat/reconciler/pending-message.ts';
import type { SharedChat, TabMessage } from '../client/tabs/messages.ts';
import { hasVisibleText } from '../lib/visible-text.ts';
import { agentOf, statusOf } from './chat-status.ts';
import type { ChatStoreOptions } from './chat-store-options.ts';
import type { ChatStore } from './chat-store-types.ts';
import { createConsent } from './consent.ts';
import type { ConversationModel } from './conversation/conversation.ts';
import { createDraft } from './draft.ts';
import { createLazyTabOutboxes } from './lazy-tab-outboxes.ts';
import { createPanel } from './panel.ts';
import { mergeSavedChat, readSavedChat, type SavedChat, writeSavedChat } from './saved-chat.ts';
import { createSession } from './session.ts';
import type { TakeoverDecision } from './tab-outboxes.ts';

/** The visitor's chat: at most one conversation at a time, saved over reloads. It resumes by itself and starts only on an action. */
export function createChatStore({ engine, page, storage, storageKey, tabs, ...options }: ChatStoreOptions): ChatStore {
  const saved = readSavedChat(storage.read(storageKey));
  let { outbox } = saved;
  /** Conversations that are over. Other tabs may still send or store them. */
  const overIds = new Set<string>();
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
    isGone: (id) => overIds.has(id),
    savedElsewhere() {
      const theirs = options.isStorageShared ? readSavedChat(storage.read(storageKey)).conversation : undefined;
      return theirs && !overIds.has(theirs.id) ? theirs : undefined;
    },
    attach,
  });
  const outboxes = createLazyTabOutboxes({
    clock: options.clock,
    storage,
    storageKey,
    tabs,
    tabId: tabs?.id ?? options.random.id(),
    isStorageShared: options.isStorageShared === true,
    decide: decide,
    onTaken(texts) {
      chat.peek().takeOver(texts);
      startIfUnsent();
    },
    onOthers() {
      // Where the engine cannot be loaded now, the next text or conversation tries again.
      if (consent.isGiven.peek()) api().catch(() => {});
    },
    onReleased: (keys) => chat.peek().release(keys),
  });
  const panel = createPanel({ ...saved, chat, page, save });
  const agent = computed(() => agentOf(chat.value));
  const status = computed(() => statusOf(session.value, chat.value, agent.value));
  const start = async () => {
    if (consent.isGiven.peek()) await conversation.start(consent.withTime(guest.peek()));
  };

  async function api(): Promise<GuestPort> {
    const { api, createConversationModel, createTabOutboxes } = await engine();
    if (!isDisposed) await outboxes.takeOver(createTabOutboxes);
    createModel = createConversationModel;
    return api;
  }

  /** Replaces the pre-chat model; its texts go on in `outbox`. */
  function attach({ id, memberId: me, capabilities }: Conversation, port: ConversationPort): void {
    batch(() => {
      chat.peek().dispose();
      chat.value = newChat();
      chat.value.attach({ port, id, me, capabilities });
    });
    outboxes.search();
  }

  /** The visitor has written the unsent texts: the chat starts without another action. */
  function startIfUnsent(): void {
    if (outbox.some(isPending)) start();
  }

  /** A closed tab's text goes into its own conversation, or into this tab's (also a finished one) if it was written before any. */
  function decide({ conversation: id, attempt }: PendingMessage, isReported: boolean): TakeoverDecision {
    const now = session.peek();
    const live = now.phase === 'live' ? now.conversation : undefined;
    if (!consent.isGiven.peek()) return 'leave';
    // Without keys a posted text cannot be found among the messages, unless its base was saved with it.
    if (isReported && attempt > 0 && !live?.capabilities.idempotencyKey) return 'drop';
    if (id === undefined || ('conversation' in now && now.conversation.id === id)) return 'take';
    const isSaved = readSavedChat(storage.read(storageKey)).conversation?.id === id;
    return isSaved && !overIds.has(id) ? 'leave' : 'drop';
  }

  function newChat(): ConversationModel {
    return createModel({
      ...options,
      page,
      outbox,
      isResumed,
      save: saveOutbox,
      onOver(reason) {
        markOver();
        conversation.end(reason);
        saveOutbox(outbox);
      },
      onNews(messages) {
        for (const message of messages) for (const listener of messageListeners) listener(message);
      },
    });
  }

  /** The outbox is saved apart from the chat: tabs share the chat, and each has texts of its own. */
  function saveOutbox(texts: readonly PendingMessage[]): void {
    const now = session.peek();
    const live = now.phase === 'live' ? now.conversation.id : undefined;
    outbox = texts.map((text) => (text.conversation === undefined ? { ...text, conversation: live } : text));
    if (!consent.isGiven.peek()) return;
    const isSaved = outboxes.write(now.phase === 'ended' ? [] : outbox);
    if (!isSaved) isStorageWorking.value = false;
  }

  function save(): void {
    if (!consent.isGiven.peek()) return;
    const mine = createSnapshot();
    const text = options.isStorageShared
      ? mergeSavedChat(mine, readSavedChat(storage.read(storageKey)), {
          isGone: (id) => overIds.has(id),
          hasLeft: conversation.hasLeft,
          hasDraft: draft.isOwn(),
        })
      : mine;
    isStorageWorking.value = storage.write(storageKey, writeSavedChat(text));
    // Texts written before any conversation belong to the one that begins.
    if (mine.conversation && outbox.some((text) => text.conversation === undefined)) saveOutbox(outbox);
    tabs?.post({ type: 'chat', chat: mine });
  }

  function createSnapshot(): Omit<SavedChat, 'outbox'> {
    const now = session.peek();
    const live = now.phase === 'live' ? now : undefined;
    return {
      ...panel.saved(),
      conversation: live?.conversation,
      startedAt: live?.startedAt,
      leaving: conversation.leaving(),
      guest: guest.peek(),
      draft: draft.text.peek(),
      hasConsent: true,
      consentAt: consent.at(),
    };
  }

  function onTabMessage(message: TabMessage): void {
    switch (message.type) {
      case 'ask':
        if (session.peek().phase === 'live') tabs?.post({ type: 'chat', chat: createSnapshot() });
        return;
      case 'chat':
        return mergeFromTab(message.chat);
      case 'forget':
        return forgetAll();
      case 'outbox':
      case 'taken':
      case 'stream':
        return;
      default:
        message satisfies never;
    }
  }

  /** Takes over what another tab sent, or saved in the shared storage. */
  function mergeFromTab(theirs: SharedChat): void {
    const now = session.peek();
    // A text that is taken over starts its chat with the visitor's name of the other tab.
    if (!guest.peek().displayName) guest.value = { ...guest.peek(), ...theirs.guest };
    panel.noteSeen(theirs.seenAt);
    if (theirs.conversation && !overIds.has(theirs.conversation.id) && isStartable(now)) {
      consent.give(true);
      guest.value = { ...guest.peek(), ...theirs.guest };
      conversation.resume(theirs.conversation, theirs.startedAt);
    }
    // A chat that the visitor left in one tab is left in every tab.
    if (now.phase === 'live' && theirs.leaving?.id === now.conversation.id) finish();
  }

  /** In a shared storage another tab's chat outlives that tab. */
  function mergeFromStorage(): void {
    if (options.isStorageShared) mergeFromTab(readSavedChat(storage.read(storageKey)));
  }

  function markOver(): void {
    const now = session.peek();
    if ('conversation' in now) overIds.add(now.conversation.id);
  }

  /** Back to no conversation and an empty transcript. */
  function clearChat(): void {
    markOver();
    chat.peek().dispose();
    saveOutbox([]);
    isResumed = false;
    conversation.reset();
    chat.value = newChat();
  }

  /** A chat that is being created has to be left later; one that waits for its next attempt does not exist yet. */
  async function finishStart(): Promise<void> {
    const now = session.peek();
    if (now.phase === 'starting' && now.isDelayed) conversation.reset();
    else await start();
  }

  async function end(how?: { keepalive?: boolean }): Promise<void> {
    if (session.peek().phase === 'starting') await finishStart();
    const now = session.peek();
    if (now.phase !== 'live') return;
    const left = conversation.leave(now.conversation, how?.keepalive === true);
    // The chat is over for the visitor at once, whenever the service learns of it.
    finish();
    await left;
  }

  function finish(): void {
    markOver();
    batch(() => {
      conversation.end('guest-left');
      chat.peek().finish();
    });
  }

  async function forget(): Promise<void> {
    if (session.peek().phase === 'starting') await finishStart();
    const left = end();
    tabs?.post({ type: 'forget' });
    forgetAll();
    await left;
  }

  function forgetAll(): void {
    batch(() => {
      clearChat();
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
    tabs?.onMessage(onTabMessage) ?? (() => {}),
    page.onHide(outboxes.hide),
    page.onWake(() => {
      // Texts that another tab has taken over meanwhile must be released before anything here is saved again.
      outboxes.wake();
      mergeFromStorage();
      tabs?.post({ type: 'ask' });
      const now = session.peek();
      if (now.phase === 'failed' && now.error.kind === 'offline') start();
    }),
  ];

  tabs?.post({ type: 'ask' });
  if (saved.leaving) {
    overIds.add(saved.leaving.id);
    conversation.leave(saved.leaving, false);
  }
  if (saved.conversation) conversation.resume(saved.conversation, saved.startedAt);
  if (outbox[0]) {
    saveOutbox(outbox);
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
    isSpeaker: computed(() => chat.value.isLeaderTab.value),
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
      const { phase } = session.peek();
      if (phase !== 'ended' && phase !== 'failed') return;
      batch(() => {
        clearChat();
        save();
      });
      mergeFromStorage();
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
