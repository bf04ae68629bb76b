import { setTimeout as after } from 'node:timers/promises';
import { serviceUnavailable } from '../core/api-error.ts';
import type { Services } from '../services/services.ts';

const defaultLimits = { answerMs: 3_000, goodForMs: 1_000 };

/**
 * Checks by a small write whether the store accepts writes. Rejects with 503 where it does not, or not in time. Writes at
 * most once a second, however many requests there are.
 */
export function createReadiness(
  { storage, clock }: Pick<Services, 'storage' | 'clock'>,
  { answerMs, goodForMs } = defaultLimits,
): () => Promise<void> {
  let last: { at: number; outcome: Promise<void> } | undefined;

  async function write(): Promise<void> {
    const ended = new AbortController();
    const late = after(answerMs, 'late' as const, { signal: ended.signal, ref: false });
    late.catch(() => {});
    const written = storage.run('checkWrites', { now: clock.now() });
    // Its error is ignored once the time is over.
    written.catch(() => {});
    try {
      if ((await Promise.race([written, late])) === 'late') throw serviceUnavailable();
    } finally {
      ended.abort();
    }
  }

  return () => {
    if (!last || Math.abs(clock.now() - last.at) >= goodForMs) {
      last = { at: clock.now(), outcome: write() };
    }
    return last.outcome;
  };
}
