import { ChatError, type ChatErrorKind, waitAfter } from '../chat/errors.ts';
import type { Clock, Random } from '../environment/environment.ts';

export type RetryOptions = {
  /** How many failures may come that name no time for the next attempt. */
  tries: number;
  /** Checked before each further attempt. Default: true. */
  isWanted?(): boolean;
  /** Called before each pause; true where the service named the time. */
  onDelay?(isDelayed: boolean): void;
};

export type Retrier = {
  /**
   * Runs `task` until it succeeds, with growing pauses, as long as failures are temporary. A refusal as too soon does
   * not count as a try: the next one comes at the time that the service names, however often that happens.
   */
  retry<T>(options: RetryOptions, task: () => Promise<T>): Promise<T>;
  /** No further tries: a promise that waits for one never settles. */
  stop(): void;
};

const TEMPORARY_KINDS: readonly ChatErrorKind[] = ['offline', 'timeout', 'server', 'limited'];

/** Only for what may be done twice: creating a chat (no agent is offered it before a stream is open), and leaving it. */
export function createRetrier({ clock, random }: { clock: Clock; random: Random }): Retrier {
  const pauses: (() => void)[] = [];
  let isStopped = false;

  function pause(delayMs: number): Promise<void> {
    // Cancelling a pause that is over does nothing.
    return new Promise((resolve) => {
      pauses.push(clock.after(delayMs, resolve));
    });
  }

  return {
    async retry({ tries, isWanted = () => true, onDelay }, task) {
      for (let tried = 1; ; ) {
        try {
          return await task();
        } catch (error) {
          const requestedMs = waitAfter(error);
          const isRequested = requestedMs !== undefined;
          // Random, since many clients may wait for the same moment, and never sooner than the service allows.
          const waitMs = isRequested
            ? requestedMs * (1 + random.fraction() / 4)
            : Math.min(30_000, 500 * 2 ** tried) * (0.5 + random.fraction() / 2);
          if (isFinal(error) || (!isRequested && tried++ >= tries) || isStopped || !isWanted()) throw error;
          onDelay?.(isRequested);
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

function isFinal(error: unknown): boolean {
  return error instanceof ChatError && !TEMPORARY_KINDS.includes(error.kind);
}
