import { ChatError } from '../chat/chat-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Tabs } from '../platform/tabs.ts';

/** Shorter than whoever asks waits: what comes after that could come unawaited. */
const longestWaitMs = 8_000;

/** Does it while no other tab does the like. Rejects with `limited`, nothing having been done, where its turn does not come. */
export function inTurn<T>({ hold }: Tabs, clock: Clock, name: string, task: () => Promise<T>): Promise<T> {
  if (!hold) return task();
  return new Promise((resolve, reject) => {
    const release = hold(name, () => {
      cancel();
      task().then(resolve, reject).finally(release);
    });
    const cancel = clock.after(longestWaitMs, () => {
      release();
      reject(new ChatError('limited', { retryAfterMs: 1_000 }));
    });
  });
}
