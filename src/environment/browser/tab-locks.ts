import type { TabLocks } from '../environment.ts';

/** The browser's own lock manager; `scope` keeps chats apart. */
export function createTabLocks(locks: LockManager, scope: string): TabLocks {
  return {
    acquire(name, onHeld, onStolen, isForced = false) {
      const waiting = new AbortController();
      let isReleased = false;
      let endHold = () => {};
      const held = new Promise<void>((resolve) => {
        endHold = resolve;
      });
      // The browser refuses both options together.
      const how = isForced ? { steal: true } : { signal: waiting.signal };
      locks
        .request(`${scope}:${name}`, how, () => {
          if (isReleased) return;
          onHeld();
          return held;
        })
        .catch(() => {
          if (!isReleased) onStolen?.();
        });
      return () => {
        isReleased = true;
        endHold();
        waiting.abort();
      };
    },
  };
}
