import { ChatError } from '../chat/chat-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';

export type Persistence = {
  /** Tries again, with longer and longer pauses, as long as failures are passing ones. */
  persist<T>(tries: number, task: () => Promise<T>): Promise<T>;
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
    async persist(tries, task) {
      for (let tried = 1; ; tried++) {
        try {
          return await task();
        } catch (error) {
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
