import type { Tabs } from '../client/tabs/tabs.ts';
import type { Clock } from '../environment/environment.ts';

export type ClosedTabsOptions = {
  clock: Clock;
  tabs: Tabs | undefined;
  /**
   * Called when that tab is closed; until it returns, no other tab gets that tab's lock. True: this tab holds the lock for
   * its whole life, unless that tab sends a message again.
   */
  onClosed(id: string): boolean;
};

export type ClosedTabs = {
  /** Waits for these tabs to close; a tab that is closed already is noticed at once, or after `delayMs`. */
  watch(ids: readonly string[], delayMs?: number): void;
  /** Tabs that are closed and wait for the delay. */
  closing(): string[];
  /** Stops watching until the next `watch`. */
  stop(): void;
};

/** An open tab answers sooner. */
const ANSWER_MS = 1_000;

/**
 * Notifies one tab of each tab that closed: a tab holds the lock `tab:<id>` for its life, and the next holder is notified.
 * Without locks, tabs that do not answer a question count as closed, frozen ones included.
 */
export function watchClosedTabs({ clock, tabs, onClosed }: ClosedTabsOptions): ClosedTabs {
  const locks = tabs?.locks;
  const watches = new Map<string, () => void>();
  /** Tabs whose lock is free, with the delay that each is given. */
  const closing = new Map<string, number>();
  const answered = new Set<string>();
  let cancelAsking = () => {};
  /** Closed tabs whose lock stays held here. */
  const takenOver = new Set<string>();
  tabs?.onMessage((_, from) => {
    answered.add(from);
    // That tab is back: it gets its lock again.
    if (takenOver.delete(from)) stopWatching(from);
    const delayMs = closing.get(from);
    if (delayMs === undefined) return;
    closing.delete(from);
    stopWatching(from);
    waitForLock(from, delayMs);
  });

  function stopWatching(id: string): void {
    watches.get(id)?.();
    watches.delete(id);
  }

  function waitForLock(id: string, delayMs: number): void {
    if (!locks || watches.has(id)) return;
    let release = locks.acquire(`tab:${id}`, () => {
      if (!delayMs) return finish();
      release();
      closing.set(id, delayMs);
      release = clock.after(delayMs, () => {
        release = locks.acquire(`tab:${id}`, finish);
      });
    });
    watches.set(id, () => release());

    function finish(): void {
      closing.delete(id);
      if (onClosed(id)) takenOver.add(id);
      else stopWatching(id);
    }
  }

  function ask({ post }: Tabs, ids: readonly string[]): void {
    if (!ids[0]) return;
    answered.clear();
    cancelAsking();
    cancelAsking = clock.after(ANSWER_MS, () => {
      for (const id of ids) if (!answered.has(id)) onClosed(id);
    });
    post({ type: 'ask' });
  }

  return {
    watch(ids, delayMs = 0) {
      if (locks) for (const id of ids) waitForLock(id, delayMs);
      else if (!tabs) for (const id of ids) onClosed(id);
      // With a delay the tab has just sent a message, so it is open.
      else if (!delayMs) ask(tabs, ids);
    },
    closing: () => [...closing.keys()],
    stop() {
      closing.clear();
      takenOver.clear();
      for (const release of watches.values()) release();
      watches.clear();
      cancelAsking();
    },
  };
}
