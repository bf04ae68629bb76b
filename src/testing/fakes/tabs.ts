import { createTabs } from '../../client/tabs/tabs.ts';
import type { TabChannel, TabLocks } from '../../environment/environment.ts';

type Tab = {
  listeners: Set<(data: unknown) => void>;
  isFrozen: boolean;
};
type Claim = { tab: Tab; onHeld(): void; onStolen?: (() => void) | undefined };

/** One browser's channel and locks, in memory. */
export function createFakeBrowser({ hasLocks = true, hasChannel = true } = {}) {
  const tabs = new Set<Tab>();
  const queues = new Map<string, Claim[]>();
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

  function openChannel(tab: Tab): TabChannel {
    return {
      post(data) {
        if (!hasChannel || tab.isFrozen || !tabs.has(tab)) return;
        const copy = structuredClone(data);
        for (const other of tabs) {
          if (other === tab) continue;
          for (const listener of other.listeners) {
            queueMicrotask(() => !other.isFrozen && other.listeners.has(listener) && listener(copy));
          }
        }
      },
      onData(listener) {
        tab.listeners.add(listener);
        return () => tab.listeners.delete(listener);
      },
      close() {
        tabs.delete(tab);
        tab.listeners.clear();
      },
    };
  }

  return {
    open() {
      const tab: Tab = { listeners: new Set(), isFrozen: false };
      tabs.add(tab);
      const locks: TabLocks = {
        acquire: (name, onHeld, onStolen, isForced = false) => claim(tab, name, { onHeld, onStolen }, isForced),
      };
      const channel = openChannel(tab);
      return {
        ...createTabs({ id: `tab${++opened}`, channel, locks: hasLocks ? locks : undefined }),
        /** What any script of the site can do. */
        postRaw: channel.post,
        /** Receives and sends nothing, and goes on holding its locks. */
        freeze() {
          tab.isFrozen = true;
        },
      };
    },
  };
}
