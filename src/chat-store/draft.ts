import { signal } from '@preact/signals';
import type { Clock, Page } from '../environment/environment.ts';

const saveAfterMs = 500;

/** What stands in the composer: kept when the typing pauses, and when the page goes. */
export function createDraft({ clock, page, save, ...saved }: { text: string; clock: Clock; page: Page; save(): void }) {
  const text = signal(saved.text);
  let cancel: (() => void) | undefined;
  let isOwn = false;

  /** Nothing is kept any more that was not. */
  function drop(): void {
    cancel?.();
    cancel = undefined;
  }

  function keep(): void {
    if (cancel) save();
    drop();
  }

  const stopHide = page.onHide(keep);

  return {
    text,
    /** Written in this tab, not only read from what is kept. */
    isOwn: () => isOwn,
    set(next: string): void {
      if (next === text.peek()) return;
      text.value = next;
      isOwn = true;
      cancel?.();
      cancel = clock.after(saveAfterMs, keep);
    },
    drop,
    stop(): void {
      stopHide();
      keep();
    },
  };
}
