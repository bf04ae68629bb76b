import type { Address } from '../../console/core/router.ts';

/** An address bar with a Back button; `kept` is what a reload of the tab finds. */
export function createFakeAddress(kept: { hash: string }): Address & { back(): void; entries: readonly string[] } {
  const entries = [kept.hash];
  const listeners = new Set<() => void>();
  const show = () => {
    kept.hash = entries.at(-1) ?? '';
  };
  return {
    entries,
    hash: () => kept.hash,
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
