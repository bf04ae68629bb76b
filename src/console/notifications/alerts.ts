import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Environment } from '../../environment/environment.ts';
import type { AgentChatStore } from '../chats/agent-chat-store.ts';
import { messages } from '../messages/messages.ts';
import type { NoticePermission, Notifier } from './notifier.ts';

export type Alerts = {
  permission: ReadonlySignal<NoticePermission>;
  /** Only call it from a click: browsers refuse it otherwise. */
  askForNotices(): Promise<void>;
  /** Plays the tone of an offer. */
  playSample(): void;
  stop(): void;
};

type AlertsOptions = {
  notifier: Notifier;
  clock: Environment['clock'];
  offers: ReadonlySignal<readonly AgentChatStore[]>;
  isVisible: ReadonlySignal<boolean>;
  isMuted: ReadonlySignal<boolean>;
  /** The agent clicked the notification of this chat. */
  onPressed(chatId: string): void;
};

/** An offer lasts half a minute, so its tone is repeated. */
const againMs = 8000;

/** Announces offers by a tone, the title and system notifications. Of several tabs only one does. */
export function createAlerts({ notifier, clock, offers, isVisible, isMuted, onPressed }: AlertsOptions): Alerts {
  const permission = signal(notifier.notices.permission());
  const toneTurn = createTabTurn(notifier, 'bell');
  const noticeTurn = createTabTurn(notifier, 'notices');
  const tone = notifier.createTone(toneTurn.want);
  const offerIds = computed(() => offers.value.map((chat) => chat.details.value.participantId).join());
  const shown = new Map<string, () => void>();
  let known = new Set<string>();
  noticeTurn.want();

  function playTone(): void {
    if (toneTurn.isMine() && !isMuted.peek()) tone.play();
  }

  function showNotice({ id, details }: AgentChatStore): void {
    const { participantId, visitor } = details.peek();
    if (permission.peek() !== 'granted' || !noticeTurn.isMine() || notifier.isFocused()) return;
    const title = messages.peek().offerAnnounced(visitor.name);
    shown.set(participantId, notifier.notices.show({ title, tag: participantId, onClick: () => onPressed(id) }));
  }

  /** Announces new offers and closes the notifications of those that are gone. */
  function announceChanges(): void {
    const now = new Map(offers.peek().map((chat) => [chat.details.peek().participantId, chat]));
    const added = [...now].filter(([offerId]) => !known.has(offerId));
    known = new Set(now.keys());
    for (const [, chat] of added) showNotice(chat);
    if (added.length > 0) playTone();
    for (const [offerId, close] of shown) {
      if (now.has(offerId)) continue;
      close();
      shown.delete(offerId);
    }
  }

  const stops = [
    effect(() => {
      const isAnybody = offerIds.value !== '';
      announceChanges();
      if (!isAnybody) return;
      let cancel = clock.after(againMs, again);
      function again(): void {
        if (!notifier.isFocused()) playTone();
        cancel = clock.after(againMs, again);
      }
      return () => cancel();
    }),
    effect(() => {
      const first = isVisible.value ? undefined : offers.value[0]?.details.value.visitor.name;
      if (first === undefined) notifier.title.restore();
      else notifier.title.flash(messages.value.offerAnnounced(first));
    }),
    () => {
      for (const close of shown.values()) close();
    },
    notifier.title.restore,
    toneTurn.stop,
    noticeTurn.stop,
    tone.stop,
  ];

  return {
    permission,
    async askForNotices() {
      permission.value = await notifier.notices.ask();
    },
    playSample: tone.play,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** A role that one tab at a time has; every tab where there are no locks. */
function createTabTurn({ acquireLock }: Notifier, name: string) {
  let isMine = false;
  let release: (() => void) | undefined;
  const take = () => {
    isMine = true;
  };
  return {
    isMine: () => isMine,
    want() {
      if (release) return;
      release = acquireLock?.(name, take) ?? (() => {});
      if (!acquireLock) take();
    },
    stop() {
      isMine = false;
      release?.();
    },
  };
}
