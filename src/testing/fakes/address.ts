import type { Address } from '../../console/core/router.ts';

/** An address bar with a Back button; `tab` is what a reload finds. */
export function createFakeAddress(tab: { hash: string }): Address & { back(): void; entries: readonly string[] } {
  const entries = [tab.hash];
  const listeners = new Set<() => void>();
  const show = () => {
    tab.hash = entries.at(-1) ?? '';
  };
  return {
    entries,
    hash: () => tab.hash,
    push(hash) {
      entries.push(hash);
      show();
    },
    replace(hash) {
      entries.splice(-1, 1, hash);
      show();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    back() {
      entries.pop();
      show();
      for (const listener of [...listeners]) listener();
    },
  };
}
