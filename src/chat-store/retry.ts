import { ChatError, waitAfter } from '../chat/errors.ts';
import type { Clock, Random } from '../environment/environment.ts';

export type PersistOptions = {
  /** How often a failure may come that names no time. */
  tries: number;
  /** Whether anybody still wants it. Default: yes. */
  isWanted?(): boolean;
  /** Hears before each pause whether the service said when to ask again. */
  onDelay?(isDelayed: boolean): void;
};

export type Persistence = {
  /**
   * Tries again, with longer and longer pauses, as long as failures are passing ones. A refusal as too soon counts for
   * none of the tries: it is waited out as the service says, however often it comes.
   */
  persist<T>(options: PersistOptions, task: () => Promise<T>): Promise<T>;
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

  /** Spread, since many may wait for the same moment, and never sooner than the service says. */
  function spread(error: unknown, tried: number): number {
    const toldMs = waitAfter(error);
    if (toldMs !== undefined) return toldMs * (1 + random.fraction() / 4);
    return Math.min(30_000, 500 * 2 ** tried) * (0.5 + random.fraction() / 2);
  }

  return {
    async persist({ tries, isWanted = () => true, onDelay }, task) {
      for (let tried = 1; ; ) {
        try {
          return await task();
        } catch (error) {
          const isTold = waitAfter(error) !== undefined;
          const waitMs = spread(error, tried);
          if (isFinal(error) || (!isTold && tried++ >= tries) || isStopped || !isWanted()) throw error;
          onDelay?.(isTold);
          await pause(waitMs);
          if (!isWanted()) throw error;
        }
      }
    },
    stop() {
      isStopped = true;
      for (const cancel of pauses) cancel();
    },
  };
}

const isFinal = (error: unknown) => error instanceof ChatError && !/offline|timeout|server|limited/.test(error.kind);
