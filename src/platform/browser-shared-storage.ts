import { createBrowserStorage } from './browser-storage.ts';

/** Texts shared by all tabs of this browser; where it refuses, each page has its own. */
export function createSharedStorage() {
  const storage = createBrowserStorage('local');
  const written = new Set<string>();
  return {
    ...storage,
    write(key: string, text: string): boolean {
      written.add(key);
      return storage.write(key, text);
    },
    /** The name of everything kept, by whomever. */
    keys: (): string[] => [...new Set([...keptKeys(), ...written])].filter((key) => storage.read(key) !== undefined),
    /** Another tab wrote or removed `key`, or everything where it is undefined. */
    onChange(listener: (key: string | undefined) => void): () => void {
      const hear = ({ key }: StorageEvent) => listener(key ?? undefined);
      addEventListener('storage', hear);
      return () => removeEventListener('storage', hear);
    },
  };
}

function keptKeys(): string[] {
  try {
    return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
  } catch {
    // Blocked: there is what this page wrote.
    return [];
  }
}
