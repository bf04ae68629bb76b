import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationModel } from './conversation-model.ts';

export type PanelOptions = {
  isOpen: boolean;
  seenAt: number;
  chat: ReadonlySignal<ConversationModel>;
  save(): void;
};

/** Whether the panel is open, and what came while it was not. */
export function createPanel({ chat, save, ...saved }: PanelOptions) {
  const isOpen = signal(saved.isOpen);
  /** Service time of the newest message that has been before the eyes. */
  let { seenAt } = saved;

  const unread = computed(() => {
    const { entries, me } = chat.value;
    if (isOpen.value) return 0;
    return entries.value.filter(({ senderId, kind, at }) => kind === 'standard' && senderId !== me.value && at > seenAt)
      .length;
  });

  function see(): void {
    for (const { at, messageId } of chat.peek().entries.peek()) if (messageId) seenAt = Math.max(seenAt, at);
  }

  return {
    isOpen,
    unread,
    kept: () => ({ isOpen: isOpen.peek(), seenAt }),
    show(isShown: boolean): void {
      if (isShown === isOpen.peek()) return;
      batch(() => {
        see();
        isOpen.value = isShown;
        save();
      });
    },
    /** The page goes: what the open panel shows has been seen. */
    putAway(): void {
      if (!isOpen.peek()) return;
      see();
      save();
    },
  };
}
