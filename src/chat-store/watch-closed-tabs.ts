import type { Tabs } from '../client/tabs/tabs.ts';
import type { Clock } from '../environment/environment.ts';

export type ClosedTabsOptions = {
  clock: Clock;
  tabs: Tabs | undefined;
  /**
   * That tab is closed, and no other tab is told so before this returns. True: not for as long as this tab lives, unless
   * that one speaks again.
   */
  onClosed(id: string): boolean;
};

export type ClosedTabs = {
  /** Waits for these tabs to close; a tab that is closed already is noticed at once, or after `delayMs`. */
  watch(ids: readonly string[], delayMs?: number): void;
  /** Closed already, and told within the delay. */
  closing(): string[];
  /** Until the next `watch`. */
  stop(): void;
};

/** A living tab answers sooner. */
const answerMs = 1_000;

/**
 * Tells one tab of each tab that closed: a tab holds the lock `tab:<id>` for life, and who gets it next is told. Without locks
 * only tabs that do not answer at the moment of asking count as closed, which a frozen one does not either.
 */
export function watchClosedTabs({ clock, tabs, onClosed }: ClosedTabsOptions): ClosedTabs {
  const locks = tabs?.locks;
  const watches = new Map<string, () => void>();
  const closing = new Set<string>();
  const answered = new Set<string>();
  let cancelAsking = () => {};
  /** Kept, as a mark that the tab was closed. */
  const marks = new Set<string>();
  tabs?.onMessage((_, from) => {
    answered.add(from);
    // It was only put away: its lock is its own again.
    if (marks.delete(from)) stopWatching(from);
  });

  function stopWatching(id: string): void {
    watches.get(id)?.();
    watches.delete(id);
  }

  function waitForLock(id: string, delayMs: number): void {
    if (!locks || watches.has(id)) return;
    let release = locks.hold(`tab:${id}`, () => {
      if (!delayMs) return finish();
      release();
      closing.add(id);
      release = clock.after(delayMs, () => {
        release = locks.hold(`tab:${id}`, finish);
      });
    });
    watches.set(id, () => release());

    function finish(): void {
      closing.delete(id);
      if (onClosed(id)) marks.add(id);
      else stopWatching(id);
    }
  }

  function ask({ post }: Tabs, ids: readonly string[]): void {
    if (!ids[0]) return;
    answered.clear();
    cancelAsking();
    cancelAsking = clock.after(answerMs, () => {
      for (const id of ids) if (!answered.has(id)) onClosed(id);
    });
    post({ type: 'ask' });
  }

  return {
    watch(ids, delayMs = 0) {
      if (locks) for (const id of ids) waitForLock(id, delayMs);
      else if (!tabs) for (const id of ids) onClosed(id);
      // Whoever was just heard lives.
      else if (!delayMs) ask(tabs, ids);
    },
    closing: () => [...closing],
    stop() {
      closing.clear();
      marks.clear();
      for (const release of watches.values()) release();
      watches.clear();
      cancelAsking();
    },
  };
}
