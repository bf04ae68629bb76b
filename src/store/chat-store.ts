import { batch, computed, signal } from '@preact/signals';
import { ChatError } from '../chat/chat-error.ts';
import type { SavedEntry } from '../chat/chat-state.ts';
import type { ConversationPort, GuestPort } from '../chat/conversation-port.ts';
import type { GuestDetails } from '../chat/member.ts';
import type { Conversation, EndReason, Session, Status } from '../chat/session.ts';
import type { Clock } from '../platform/clock.ts';
import type { Page } from '../platform/page.ts';
import type { Random } from '../platform/random.ts';
import type { TextStorage } from '../platform/storage.ts';
import type { ChatStore, Peer } from './chat-store-shape.ts';
import { type ConversationModel, createConversationModel } from './conversation-model.ts';
import { readSavedChat, writeSavedChat } from './saved-chat.ts';

export type ChatStoreOptions = {
  api: GuestPort;
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
  const pauses = new Set<() => void>();

  const session = signal<Session>({ phase: 'idle' });
  const guest = signal<Partial<GuestDetails>>({ ...saved.guest, ...options.guest });
  const isOpen = signal(saved.isOpen ?? false);
  const isStorageWorking = signal(true);
  const chat = signal(newChat());
  const agent = computed(() => agentOf(chat.value));
  const status = computed(() => statusOf(session.value, chat.value, agent.value));

  const unread = computed(() => {
    const { entries, me } = chat.value;
    const isUnread = ({ senderId, kind, at }: (typeof entries.value)[number]) =>
      senderId !== me.value && kind === 'standard' && at > seenAt;
    return isOpen.value ? 0 : entries.value.filter(isUnread).length;
  });

  function newChat(): ConversationModel {
    return createConversationModel({ clock, random, page, outbox, save, onOver });
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
    const mine = chat.peek();
    try {
      const conversation = await persist(5, () => api.createConversation({ ...guest.peek(), displayName }));
      if (!isDisposed && mine === chat.peek()) goLive(conversation);
    } catch (cause) {
      const error = cause instanceof ChatError ? cause : new ChatError('unreadable', { cause });
      if (!isDisposed) session.value = { phase: 'failed', error };
    }
  }

  function isStartable(): boolean {
    return /idle|failed/.test(session.peek().phase);
  }

  function goLive(conversation: Conversation): void {
    const { memberId: me, capabilities } = conversation;
    batch(() => {
      session.value = { phase: 'live', conversation, startedAt: clock.now() };
      save();
      chat.peek().attach({ port: api.conversation(conversation), me, capabilities });
    });
  }

  /** Tries again what may be done twice without harm: creating (nobody is rung before the attaching), and leaving. */
  async function persist<T>(tries: number, task: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await task();
      } catch (error) {
        const isPassing = error instanceof ChatError && /offline|timeout|server/.test(error.kind);
        if (!isPassing || tried === tries || isDisposed) throw error;
        await pause(Math.min(30_000, 500 * 2 ** tried) * (0.5 + random.fraction() / 2));
      }
    }
  }

  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(delayMs, () => {
        pauses.delete(cancel);
        resolve();
      });
      pauses.add(cancel);
    });
  }

  const stops = [
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
    nameOf: (memberId) => chat.value.members.value.get(memberId)?.displayName,
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
      const left = leave(api.conversation(now.conversation), how?.keepalive === true);
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
        chat.value = newChat();
        save();
      });
    },
    dispose() {
      isDisposed = true;
      for (const stop of [...stops, ...pauses]) stop();
      chat.peek().dispose();
    },
  };

  async function leave(port: ConversationPort, keepalive: boolean): Promise<void> {
    try {
      await persist(keepalive ? 1 : 20, () => port.leave({ keepalive }));
    } catch {
      // Whom nobody hears is away, and after a quarter of an hour gone: the service sees to that.
    }
  }
}

/** The agent to show: one who is there, else one who may come back, else the last one who was. */
function agentOf({ members, entries }: ConversationModel): Peer | undefined {
  const heard = new Set(entries.value.map(({ senderId }) => senderId));
  // Whom it only rang at has never come.
  const came = [...members.value.values()].filter(
    ({ id, role, presence }) => role === 'agent' && (presence === 'connected' || heard.has(id)),
  );
  const latest = (wanted: string) => came.findLast(({ presence }) => presence === wanted);
  return latest('connected') ?? latest('away') ?? came.at(-1);
}

function statusOf(session: Session, chat: ConversationModel, agent: Peer | undefined): Status {
  if (session.phase !== 'live') return session.phase;
  if (chat.isOffline.value) return 'offline';
  if (chat.isCatchingUp.value) return 'catching-up';
  const presence = agent?.presence;
  return presence === 'connected' || presence === 'away' ? presence : 'waiting';
}
