import type { Services } from '../services/services.ts';

/** Ends open sockets whose token was signed by a revoked key. A key that was only replaced stays valid. */
export interface KeyWatch {
  /** Calls `end` when the key is revoked, until the returned function is called. */
  watch(kid: string, end: () => void): () => void;
}

/** An open socket notices a revoked key, which a command in a process of its own revokes, within this time. */
const checkEveryMs = 5_000;

export function createKeyWatch({ storage, clock, log }: Pick<Services, 'storage' | 'clock' | 'log'>): KeyWatch {
  const watched = new Map<string, Set<() => void>>();
  let stop: (() => void) | undefined;

  async function endRevoked(): Promise<void> {
    try {
      const keys = await storage.run('listSigningKeys', { now: clock.now() });
      const good = new Set(keys.map(({ kid }) => kid));
      for (const [kid, ends] of watched) if (!good.has(kid)) for (const end of ends) end();
    } catch (err) {
      // While the store does not answer, the sockets stay open.
      log.error({ err }, 'The signing keys could not be looked up');
    }
  }

  return {
    watch(kid, end) {
      const ends = watched.get(kid) ?? new Set();
      watched.set(kid, ends.add(end));
      stop ??= clock.every(checkEveryMs, () => void endRevoked());
      return () => {
        ends.delete(end);
        if (ends.size === 0) watched.delete(kid);
        if (watched.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
  };
}
