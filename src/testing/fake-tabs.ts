import type { Tabs } from '../platform/tabs.ts';

type Tab = {
  listeners: Set<(note: unknown, from: string) => void>;
  isFrozen: boolean;
};
type Claim = { tab: Tab; onHeld(): void; onStolen?: (() => void) | undefined };

/** One browser's channel and locks, in memory. */
export function createFakeBrowser({ hasLocks = true, hasChannel = true } = {}) {
  const tabs = new Set<Tab>();
  const queues = new Map<string, Claim[]>();
  const releases = new Map<Tab, Set<() => void>>();
  let opened = 0;

  function grant(name: string): void {
    const [first] = queues.get(name) ?? [];
    if (first) queueMicrotask(() => queues.get(name)?.[0] === first && first.onHeld());
  }

  function claim(tab: Tab, name: string, { onHeld, onStolen }: Omit<Claim, 'tab'>, isForced: boolean): () => void {
    const queue = queues.get(name) ?? [];
    queues.set(name, queue);
    const mine: Claim = { tab, onHeld, onStolen };
    if (isForced) {
      const robbed = queue.shift();
      queue.unshift(mine);
      if (robbed?.onStolen && !robbed.tab.isFrozen) queueMicrotask(robbed.onStolen);
    } else queue.push(mine);
    if (queue[0] === mine) grant(name);
    return () => {
      const wasFirst = queue[0] === mine;
      const index = queue.indexOf(mine);
      if (index >= 0) queue.splice(index, 1);
      if (wasFirst) grant(name);
    };
  }

  return {
    open() {
      const tab: Tab = { listeners: new Set(), isFrozen: false };
      const id = `tab${++opened}`;
      const own = new Set<() => void>();
      tabs.add(tab);
      releases.set(tab, own);
      const die = () => {
        tabs.delete(tab);
        tab.listeners.clear();
        for (const release of own) release();
      };
      const hold: Tabs['hold'] = (name, onHeld, onStolen, isForced = false) => {
        const release = claim(tab, name, { onHeld, onStolen }, isForced);
        own.add(release);
        return release;
      };
      return {
        name: 'chat',
        id,
        post(note: unknown) {
          if (!hasChannel || tab.isFrozen || !tabs.has(tab)) return;
          const said = structuredClone(note);
          for (const other of tabs) {
            if (other === tab) continue;
            for (const listener of other.listeners) {
              queueMicrotask(() => !other.isFrozen && other.listeners.has(listener) && listener(said, id));
            }
          }
        },
        onPost(listener: (note: unknown, from: string) => void) {
          tab.listeners.add(listener);
          return () => tab.listeners.delete(listener);
        },
        ...(hasLocks && { hold }),
        stop: die,
        /** Neither hears nor says anything, and keeps what it holds. */
        freeze() {
          tab.isFrozen = true;
        },
      };
    },
  };
}
