import { signal } from '@preact/signals';
import type { Clock, Page } from '../environment/environment.ts';

const saveAfterMs = 500;

/** The composer's unsent text: saved when typing pauses, and when the page goes away. */
export function createDraft({ clock, page, save, ...saved }: { text: string; clock: Clock; page: Page; save(): void }) {
  const text = signal(saved.text);
  let cancel: (() => void) | undefined;
  let isOwn = false;

  /** Cancels a pending save. */
  function drop(): void {
    cancel?.();
    cancel = undefined;
  }

  function saveDraft(): void {
    if (cancel) save();
    drop();
  }

  const stopHide = page.onHide(saveDraft);

  return {
    text,
    /** Written in this tab, not only read from the storage. */
    isOwn: () => isOwn,
    set(next: string): void {
      if (next === text.peek()) return;
      text.value = next;
      isOwn = true;
      cancel?.();
      cancel = clock.after(saveAfterMs, saveDraft);
    },
    drop,
    stop(): void {
      stopHide();
      saveDraft();
    },
  };
}
