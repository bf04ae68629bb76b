import type { Services } from '../services/services.ts';

/** Indexes the messages of chats that are over, so that a search finds them. */
export interface SearchIndexing {
  /** Indexes a bounded number of pieces, each in its own transaction. Never runs twice at once; never rejects. */
  run(): Promise<void>;
}

/** Pieces per run. Between two pieces the store runs other operations. */
const piecesInRun = 32;
/** Time until a chat that could not be indexed is tried again. */
const pauseMs = 60_000;
/** Compacting may rewrite the whole index, so the deletions of an hour are compacted together. */
const compactEveryMs = 60 * 60 * 1000;

export function createSearchIndexing({
  storage,
  clock,
  log,
}: Pick<Services, 'storage' | 'clock' | 'log'>): SearchIndexing {
  /** Chats that could not be indexed, and when each is tried again. */
  const failed = new Map<string, number>();
  let compactAt = 0;
  let running: Promise<void> | undefined;

  async function runPieces(): Promise<void> {
    const now = clock.now();
    for (const [id, until] of failed) if (until <= now) failed.delete(id);
    for (let pieces = 0; pieces < piecesInRun; pieces += 1) {
      const ids = await storage.run('listUnindexed', { except: [...failed.keys()] });
      if (ids.length > 0) await indexNext(ids);
      else if (compactAt > now || (await isCompact())) return;
    }
  }

  async function indexNext(ids: readonly string[]): Promise<void> {
    try {
      await storage.run('indexMessages', { ids });
    } catch (err) {
      const [first, ...others] = ids;
      if (first === undefined) return;
      if (others.length > 0) {
        for (const id of ids) await indexNext([id]);
        return;
      }
      failed.set(first, clock.now() + pauseMs);
      log.error({ err, conversationId: first }, 'A chat could not be indexed; it is tried again in a minute');
    }
  }

  async function isCompact(): Promise<boolean> {
    const { isDone } = await storage.run('compactSearchIndex', undefined);
    if (isDone) compactAt = clock.now() + compactEveryMs;
    return isDone;
  }

  return {
    run() {
      running ??= runPieces()
        // The next run tries again.
        .catch((err) => log.error({ err }, 'Chats that are over could not be indexed'))
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
}
