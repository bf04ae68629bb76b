import type { WidgetOptions } from '../contract/widget-api.ts';
import type { LaterFile } from './extras-context.ts';

/**
 * Fetches `later.js` at the first call, once; rejects where it cannot be had, and the next call tries again.
 * It lies beside this file, and its hash is known here.
 */
export function createLaterFile(load: WidgetOptions['loadChunk']): () => Promise<LaterFile> {
  let attempts = 0;
  let fetched: Promise<LaterFile> | undefined;

  function fetchLater(): Promise<LaterFile> {
    if (!__PORCHLIGHT_LATER_INTEGRITY__) return import('../extras/main.ts');
    // A browser may remember a module that failed, so another attempt asks by another address.
    const file = attempts++ ? `later.js?${attempts}` : 'later.js';
    return load(import.meta.url.replace(/[^/]*$/, file), __PORCHLIGHT_LATER_INTEGRITY__);
  }

  return () => {
    fetched ??= fetchLater().catch((error) => {
      fetched = undefined;
      throw error;
    });
    return fetched;
  };
}
