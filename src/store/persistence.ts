import { ChatError } from '../chat/chat-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';

/** Where a refusal names no time. */
const usualDelayMs = 5_000;
const leastDelayMs = 1_000;

export type Persistence = {
  /**
   * Tries again, with longer and longer pauses, as long as failures are passing ones. A refusal that names its time is
   * never final: it is waited for as often as it comes, and `onDelay` hears whether that is so.
   */
  persist<T>(tries: number, task: () => Promise<T>, onDelay?: (isDelayed: boolean) => void): Promise<T>;
  /** No further tries; who waits for one waits for ever. */
  stop(): void;
};

/** For what may be done twice without harm: creating a chat (nobody is rung before it is attached), and leaving it. */
export function createPersistence({ clock, random }: { clock: Clock; random: Random }): Persistence {
  const pauses = new Set<() => void>();
  let isStopped = false;

  function pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(delayMs, () => {
        pauses.delete(cancel);
        resolve();
      });
      pauses.add(cancel);
    });
  }

  return {
    async persist(tries, task, onDelay) {
      for (let tried = 1; ; tried++) {
        try {
          return await task();
        } catch (error) {
          if (error instanceof ChatError && error.kind === 'limited' && !isStopped) {
            onDelay?.(true);
            // Never sooner than told, and not all at one moment.
            await pause(Math.max(leastDelayMs, error.retryAfterMs ?? usualDelayMs) * (1 + random.fraction() / 4));
            tried--;
            continue;
          }
          onDelay?.(false);
          const isFinal = error instanceof ChatError && !/offline|timeout|server/.test(error.kind);
          if (isFinal || tried === tries || isStopped) throw error;
          await pause(Math.min(30_000, 500 * 2 ** tried) * (0.5 + random.fraction() / 2));
        }
      }
    },
    stop() {
      isStopped = true;
      for (const cancel of pauses) cancel();
    },
  };
}
