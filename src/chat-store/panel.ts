import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { TranscriptEntry } from '../chat/model.ts';
import type { Page } from '../environment/environment.ts';
import type { ConversationModel } from './conversation/conversation.ts';

export type PanelOptions = {
  isOpen: boolean;
  seenAt: number;
  chat: ReadonlySignal<ConversationModel>;
  page: Page;
  /** Keep it, and tell other tabs. */
  save(): void;
};

/** Whether the panel is open, and what came while it was not before anybody's eyes. */
export function createPanel({ chat, page, save, ...saved }: PanelOptions) {
  const isOpen = signal(saved.isOpen);
  const isVisible = signal(page.isVisible());
  /** Service time of the newest message that has been before the eyes, in whichever tab. */
  const seenAt = signal(saved.seenAt);
  const unreadFrom = signal<string | undefined>(undefined);

  const news = computed(() => {
    const { entries, me } = chat.value;
    const isSeen = ({ messageId, at }: TranscriptEntry) => messageId && at <= seenAt.value;
    const isNews = ({ senderId, kind, at }: TranscriptEntry) =>
      kind === 'standard' && senderId !== me.value && at > seenAt.value;
    // In the service's order everything before a seen message is seen: a long chat costs no more than a short one.
    return entries.value.slice(entries.value.findLastIndex(isSeen) + 1).filter(isNews);
  });

  function see(): void {
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
    /** The page goes: what the open panel shows has been seen. */
    page.onHide(() => {
      if (isOpen.peek()) save();
    }),
    effect(() => {
      if (isOpen.value && isVisible.value && news.value[0]) see();
    }),
  ];

  return {
    isOpen,
    unread: computed(() => news.value.length),
    unreadFrom,
    see,
    /** Another tab has shown more. */
    noteSeen(at: number): void {
      if (at > seenAt.peek()) seenAt.value = at;
    },
    kept: () => ({ isOpen: isOpen.peek(), seenAt: seenAt.peek() }),
    show(isShown: boolean): void {
      if (isShown === isOpen.peek()) return;
      batch(() => {
        unreadFrom.value = isShown ? news.peek()[0]?.viewId : undefined;
        see();
        isOpen.value = isShown;
        save();
      });
    },
    stop(): void {
      for (const stop of stops) stop();
    },
  };
}
