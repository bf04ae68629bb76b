import { createBrowserStorage } from './storage.ts';

/** Texts shared by all tabs of this browser; where it refuses, each page has its own. */
export function createSharedStorage() {
  const storage = createBrowserStorage('local');
  return {
    ...storage,
    /** Another tab wrote or removed `key`, or everything where it is undefined. */
    onChange(listener: (key: string | undefined) => void): () => void {
      const onStorage = ({ key }: StorageEvent) => listener(key ?? undefined);
      addEventListener('storage', onStorage);
      return () => removeEventListener('storage', onStorage);
    },
  };
}
