import { batch, computed, signal } from '@preact/signals';
import type { SavedEntry } from '../chat/chat-state.ts';
import type { ConversationPort, GuestPort } from '../chat/conversation-port.ts';
import type { GuestDetails } from '../chat/member.ts';
import type { Message } from '../chat/message.ts';
import type { Conversation } from '../chat/session.ts';
import { agentOf, statusOf } from './chat-status.ts';
import type { ChatStoreOptions } from './chat-store-options.ts';
import type { ChatStore } from './chat-store-shape.ts';
import { createConsent } from './consent-model.ts';
import type { ConversationModel } from './conversation-model.ts';
import { createDraft } from './draft-model.ts';
import { createPanel } from './panel-model.ts';
import { readSavedChat, writeSavedChat } from './saved-chat.ts';
import { createSession } from './session-model.ts';

/** What a tab says to the others when the visitor wants to be forgotten. */
const forgetting = 'forget';

/** The visitor's chat: at most one conversation at a time, kept over reloads. Resumes by itself, starts nothing by itself. */
export function createChatStore({ engine, page, storage, storageKey, tabs, ...options }: ChatStoreOptions): ChatStore {
  const saved = readSavedChat(storage.read(storageKey));
  let { outbox } = saved;
  /** Another tab may still speak of it. */
  let goneId: string | undefined;
  let isResumed = saved.conversation !== undefined;
  let { createModel } = options;

  const guest = signal<Partial<GuestDetails>>({ ...saved.guest, ...options.guest });
  const consent = createConsent({ saved, isAsked: options.asksConsent === true, now: options.clock.now });
  const isStorageWorking = signal(true);
  /** What other tabs have still to send: in a storage that is theirs too it must not be overwritten. */
  const others = new Map<string, readonly SavedEntry[]>();
  const messageListeners = new Set<(message: Message) => void>();
  const chat = signal(newChat());
  const draft = createDraft({ text: saved.draft, clock: options.clock, page, save });
  const { session, ...conversation } = createSession({
    ...options,
    api,
    save,
    attach,
  });
  const panel = createPanel({ ...saved, chat, page, save });
  const agent = computed(() => agentOf(chat.value));
  const status = computed(() => statusOf(session.value, chat.value, agent.value));
  const start = async () => {
    if (consent.isGiven.peek()) await conversation.start(consent.noted(guest.peek()));
  };

  async function api(): Promise<GuestPort> {
    const { api, createConversationModel } = await engine();
    createModel = createConversationModel;
    return api;
  }

  /** What stood in for the conversation hands over what was written meanwhile. */
  function attach({ memberId: me, capabilities }: Conversation, port: ConversationPort): void {
    batch(() => {
      chat.peek().dispose();
      chat.value = newChat();
      chat.value.attach({ port, me, capabilities });
    });
  }

  function newChat(): ConversationModel {
    return createModel({
      ...options,
      page,
      outbox,
      isResumed,
      save(kept) {
        outbox = kept;
        save();
      },
      onOver: (reason) => conversation.end(reason),
      onNews(messages) {
        for (const message of messages) for (const listener of messageListeners) listener(message);
      },
    });
  }

  function save(): void {
    if (!consent.isGiven.peek()) return;
    const text = written([...others.values()].flat());
    isStorageWorking.value = storage.write(storageKey, text);
    tabs?.post(written([]));
  }

  function written(foreign: readonly SavedEntry[]): string {
    const now = session.peek();
    const live = now.phase === 'live' ? now : undefined;
    return writeSavedChat({
      ...panel.kept(),
      conversation: live?.conversation,
      startedAt: live?.startedAt,
      leaving: conversation.leaving(),
      outbox: now.phase === 'ended' ? [] : [...outbox, ...foreign],
      guest: guest.peek(),
      draft: draft.text.peek(),
      hasConsent: true,
      consentAt: consent.at(),
    });
  }

  /** Another tab says what it keeps; whatever else it says means that it asks. */
  function hear(note: unknown, from: string): void {
    if (typeof note !== 'string') return;
    if (note === forgetting) return wipe();
    if (!note && session.peek().phase === 'live') return void tabs?.post(written([]));
    const theirs = readSavedChat(note);
    const now = session.peek();
    if (options.isStorageShared) others.set(from, theirs.outbox);
    panel.noteSeen(theirs.seenAt);
    if (theirs.conversation && theirs.conversation.id !== goneId && /idle|failed/.test(now.phase)) {
      consent.give(true);
      guest.value = { ...guest.peek(), ...theirs.guest };
      conversation.resume(theirs.conversation, theirs.startedAt);
    }
    // The visitor's word counts in every tab.
    if (now.phase === 'live' && theirs.leaving?.id === now.conversation.id) finish();
  }

  /** An empty transcript, and nobody to talk to. */
  function empty(): void {
    const now = session.peek();
    if ('conversation' in now) goneId = now.conversation.id;
    chat.peek().dispose();
    outbox = [];
    isResumed = false;
    conversation.reset();
    chat.value = newChat();
  }

  async function end(how?: { keepalive?: boolean }): Promise<void> {
    if (session.peek().phase === 'starting') await start();
    const now = session.peek();
    if (now.phase !== 'live') return;
    const left = conversation.leave(now.conversation, how?.keepalive === true);
    // The visitor's word is final at once, whenever the service hears it.
    finish();
    await left;
  }

  function finish(): void {
    batch(() => {
      conversation.end('guest-left');
      chat.peek().finish();
    });
  }

  async function forget(): Promise<void> {
    if (session.peek().phase === 'starting') await start();
    const left = end();
    tabs?.post(forgetting);
    wipe();
    await left;
  }

  function wipe(): void {
    batch(() => {
      empty();
      others.clear();
      guest.value = { ...options.guest };
      draft.set('');
      draft.drop();
      consent.ask(options.asksConsent === true);
      storage.remove(storageKey);
      storage.remove(`${storageKey}:muted`);
    });
  }

  const stops = [
    conversation.stop,
    panel.stop,
    draft.stop,
    tabs?.onPost(hear) ?? (() => {}),
    page.onWake(() => {
      tabs?.post('');
      const now = session.peek();
      if (now.phase === 'failed' && now.error.kind === 'offline') start();
    }),
  ];

  tabs?.post('');
  if (saved.leaving) conversation.leave(saved.leaving, false);
  if (saved.conversation) conversation.resume(saved.conversation, saved.startedAt);
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
      if (!body.trim() || !consent.isGiven.peek() || options.mayBeSent?.(body) === false) return false;
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
    },
    forget,
    setDraft: draft.set,
    giveConsent(isGiven = true) {
      consent.give(isGiven);
      if (isGiven) save();
      else storage.remove(storageKey);
    },
    markRead: panel.see,
    askConsent(isAsked) {
      consent.ask(isAsked);
      if (isAsked) storage.remove(storageKey);
      else save();
    },
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    dispose() {
      for (const stop of stops) stop();
      chat.peek().dispose();
      tabs?.stop();
    },
  };
}
