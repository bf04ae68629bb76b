import type { TranscriptEntry } from '../../chat/model.ts';
import type { ChatStore } from '../chat-store-types.ts';

/** Loads older pages until there are none, or one fails. Resolves with all entries known then. */
export function loadAll({ history, entries, loadOlder }: ChatStore): Promise<readonly TranscriptEntry[]> {
  return new Promise((resolve) => {
    let known = -1;
    let stop = () => {};
    let isDone = false;
    const go = () => {
      const state = history.peek();
      if (isDone || state === 'loading') return;
      const count = entries.peek().length;
      if (state === 'more' && count > known) {
        known = count;
        loadOlder();
        return;
      }
      isDone = true;
      stop();
      resolve(entries.peek());
    };
    stop = history.subscribe(() => queueMicrotask(go));
  });
}
