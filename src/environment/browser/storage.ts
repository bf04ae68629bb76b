import type { TextStorage } from '../environment.ts';

/** `session` ends with the tab, `local` is shared by tabs and stays, `none` keeps nothing beyond the page. */
export type StorageKind = 'session' | 'local' | 'none';

/** The browser's text store, or memory where it refuses: blocked, full, or not wanted. */
export function createBrowserStorage(kind: StorageKind): TextStorage {
  const memory = new Map<string, string>();
  // Even naming sessionStorage throws where the site's storage is blocked, so it is looked up inside each attempt.
  const attempt = <T>(use: (storage: Storage) => T, from = kind): T | undefined => {
    try {
      return from === 'none' ? undefined : use(from === 'local' ? localStorage : sessionStorage);
    } catch {
      return undefined;
    }
  };
  return {
    read: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? undefined,
    write(key, text) {
      const isWritten = attempt((storage) => {
        storage.setItem(key, text);
        return true;
      });
      // Only what the browser refused stays in memory, or it would hide what another tab writes later.
      if (isWritten) memory.delete(key);
      else memory.set(key, text);
      return isWritten === true;
    },
    keys: () => [...new Set([...(attempt((storage) => Object.keys(storage)) ?? []), ...memory.keys()])],
    remove(key) {
      memory.delete(key);
      for (const kind of ['session', 'local'] as const) attempt((storage) => storage.removeItem(key), kind);
    },
  };
}
