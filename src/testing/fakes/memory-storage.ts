import type { TextStorage } from '../../environment/environment.ts';

/** Keeps texts in `texts`, which outlives the page that opened it. */
export function createMemoryStorage(texts: Map<string, string> = new Map()): TextStorage {
  return {
    read: (key) => texts.get(key),
    write: (key, text) => Boolean(texts.set(key, text)),
    keys: () => [...texts.keys()],
    remove: (key) => void texts.delete(key),
  };
}
