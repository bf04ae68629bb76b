import { signal } from '@preact/signals';
import type { Clock } from '../platform/clock.ts';
import type { Page } from '../platform/page.ts';

const saveAfterMs = 500;

/** What stands in the composer: kept when the typing pauses, and when the page goes. */
export function createDraft({ clock, page, save, ...saved }: { text: string; clock: Clock; page: Page; save(): void }) {
  const text = signal(saved.text);
  let cancel: (() => void) | undefined;

  function keep(): void {
    cancel?.();
    cancel = undefined;
    save();
  }

  const stopHide = page.onHide(() => cancel && keep());

  return {
    text,
    set(next: string): void {
      if (next === text.peek()) return;
      text.value = next;
      cancel?.();
      cancel = clock.after(saveAfterMs, keep);
    },
    /** Nothing is kept any more that was not. */
    drop(): void {
      cancel?.();
      cancel = undefined;
    },
    stop(): void {
      stopHide();
      if (cancel) keep();
    },
  };
}
