import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Surroundings } from '../../environment/environment.ts';
import type { DeskChat } from '../chats/agent-chat-store.ts';
import { en } from '../messages/en.ts';
import type { NoticePermission, Outward } from './notifier.ts';

export type Alerts = {
  permission: ReadonlySignal<NoticePermission>;
  /** Call it from the press of a button only. */
  askForNotices(): Promise<void>;
  /** What an offer sounds like. */
  tryTone(): void;
  stop(): void;
};

type AlertsOptions = {
  outward: Outward;
  clock: Surroundings['clock'];
  offers: ReadonlySignal<readonly DeskChat[]>;
  isVisible: ReadonlySignal<boolean>;
  isMuted: ReadonlySignal<boolean>;
  /** The agent pressed a notice of this chat. */
  onPressed(chatId: string): void;
};

/** An offer stands half a minute: who has gone for a coffee hears of it more than once. */
const againMs = 8000;

/** Tells of offers beyond the page: a tone, the title, a notice of the system. Of several tabs one sounds. */
export function createAlerts({ outward, clock, offers, isVisible, isMuted, onPressed }: AlertsOptions): Alerts {
  const permission = signal(outward.notices.permission());
  const bell = createTurn(outward, 'bell');
  const teller = createTurn(outward, 'notices');
  const tone = outward.createTone(bell.want);
  const legs = computed(() => offers.value.map((chat) => chat.facts.value.participantId).join());
  const shown = new Map<string, () => void>();
  let known = new Set<string>();
  teller.want();

  function ring(): void {
    if (bell.isMine() && !isMuted.peek()) tone.ring();
  }

  function showNotice({ id, facts }: DeskChat): void {
    const { participantId, visitor } = facts.peek();
    if (permission.peek() !== 'granted' || !teller.isMine() || outward.isFocused()) return;
    const title = en.offerAnnounced(visitor.name);
    shown.set(participantId, outward.notices.show({ title, tag: participantId, onClick: () => onPressed(id) }));
  }

  /** Looks at who is offered now; only those who were not before are news. */
  function look(): void {
    const now = new Map(offers.peek().map((chat) => [chat.facts.peek().participantId, chat]));
    const added = [...now].filter(([leg]) => !known.has(leg));
    known = new Set(now.keys());
    for (const [, chat] of added) showNotice(chat);
    if (added.length > 0) ring();
    for (const [leg, close] of shown) {
      if (now.has(leg)) continue;
      close();
      shown.delete(leg);
    }
  }

  const stops = [
    effect(() => {
      const isAnybody = legs.value !== '';
      look();
      if (!isAnybody) return;
      let cancel = clock.after(againMs, again);
      function again(): void {
        if (!outward.isFocused()) ring();
        cancel = clock.after(againMs, again);
      }
      return () => cancel();
    }),
    effect(() => {
      const first = isVisible.value ? undefined : offers.value[0]?.facts.value.visitor.name;
      if (first === undefined) outward.title.restore();
      else outward.title.flash(en.offerAnnounced(first));
    }),
    () => {
      for (const close of shown.values()) close();
    },
    outward.title.restore,
    bell.stop,
    teller.stop,
    tone.stop,
  ];

  return {
    permission,
    async askForNotices() {
      permission.value = await outward.notices.ask();
    },
    tryTone: tone.ring,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** One tab at a time has it; where tabs cannot agree, each. */
function createTurn({ hold }: Outward, name: string) {
  let isMine = false;
  let letGo: (() => void) | undefined;
  const take = () => {
    isMine = true;
  };
  return {
    isMine: () => isMine,
    want() {
      if (letGo) return;
      letGo = hold?.(name, take) ?? (() => {});
      if (!hold) take();
    },
    stop() {
      isMine = false;
      letGo?.();
    },
  };
}
