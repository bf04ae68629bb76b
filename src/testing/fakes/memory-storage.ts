import type { TextStorage } from '../../environment/environment.ts';

/** Keeps texts in `kept`, which outlives the page that opened it. */
export function createMemoryStorage(kept: Map<string, string> = new Map()): TextStorage {
  return {
    read: (key) => kept.get(key),
    write: (key, text) => Boolean(kept.set(key, text)),
    keys: () => [...kept.keys()],
    remove: (key) => void kept.delete(key),
  };
}
