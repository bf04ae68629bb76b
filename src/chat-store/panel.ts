import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { TranscriptEntry } from '../chat/model.ts';
import type { Page } from '../environment/environment.ts';
import type { ConversationModel } from './conversation/conversation.ts';

export type PanelOptions = {
  isOpen: boolean;
  seenAt: number;
  chat: ReadonlySignal<ConversationModel>;
  page: Page;
  /** Saves it and sends it to other tabs. */
  save(): void;
};

/** Whether the panel is open, and which messages the visitor has not seen. */
export function createPanel({ chat, page, save, ...saved }: PanelOptions) {
  const isOpen = signal(saved.isOpen);
  const isVisible = signal(page.isVisible());
  /** Service time of the newest message that was visible in any tab. */
  const seenAt = signal(saved.seenAt);
  const unreadFrom = signal<string | undefined>(undefined);

  const unreadEntries = computed(() => {
    const { entries, me } = chat.value;
    const isSeen = ({ messageId, at }: TranscriptEntry) => messageId && at <= seenAt.value;
    const isNews = ({ senderId, kind, at }: TranscriptEntry) =>
      kind === 'standard' && senderId !== me.value && at > seenAt.value;
    // In the service's order everything before a seen message is seen: a long chat costs no more than a short one.
    return entries.value.slice(entries.value.findLastIndex(isSeen) + 1).filter(isNews);
  });

  function markSeen(): void {
    const latest = chat
      .peek()
      .entries.peek()
      .findLast(({ messageId }) => messageId);
    if (!latest || latest.at <= seenAt.peek()) return;
    seenAt.value = latest.at;
    save();
  }

  const stops = [
    page.onVisibility((isShown) => {
      isVisible.value = isShown;
    }),
    /** What the open panel shows when the page goes away has been seen. */
    page.onHide(() => {
      if (isOpen.peek()) save();
    }),
    effect(() => {
      if (isOpen.value && isVisible.value && unreadEntries.value[0]) markSeen();
    }),
  ];

  return {
    isOpen,
    unread: computed(() => unreadEntries.value.length),
    unreadFrom,
    see: markSeen,
    /** Another tab has shown newer messages. */
    noteSeen(at: number): void {
      if (at > seenAt.peek()) seenAt.value = at;
    },
    saved: () => ({ isOpen: isOpen.peek(), seenAt: seenAt.peek() }),
    show(isShown: boolean): void {
      if (isShown === isOpen.peek()) return;
      batch(() => {
        unreadFrom.value = isShown ? unreadEntries.peek()[0]?.viewId : undefined;
        markSeen();
        isOpen.value = isShown;
        save();
      });
    },
    stop(): void {
      for (const stop of stops) stop();
    },
  };
}
