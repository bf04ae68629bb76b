/** A message, as one of the two ends knows it. */
export type SentMessage = { author: 'visitor' | 'agent'; text: string };

/**
 * The messages that both ends know, each in its order. Read `shown` first: a message committed meanwhile is no fault.
 */
export type Snapshot = {
  /** What the visitor's page was given to send. */
  written: readonly SentMessage[];
  /** What stands in the visitor's chat. */
  shown: readonly SentMessage[];
  /** What the service keeps. */
  committed: readonly SentMessage[];
};

export type DeliveryCounts = { lost: number; doubled: number; swapped: number; onTheWay: number };

/** How long healing may take once nothing is wrong any more: a lost frame is missed by the next heartbeat at the latest. */
export const healingMs = 40_000;

/**
 * Counts what went wrong in one chat. What is missing is on its way until nothing has been wrong for so long that it
 * should have come; doubled and swapped count at once.
 */
export function createDeliveryLog(graceMs = healingMs) {
  const missedSince = new Map<string, number>();

  return {
    count(sight: Snapshot, now: number, isHealthy: boolean): DeliveryCounts {
      const missing = findMissing(sight);
      for (const key of [...missedSince.keys()]) if (!missing.includes(key)) missedSince.delete(key);
      // While a fault is active, delivery cannot be expected: the time restarts.
      for (const key of missing) if (!isHealthy || !missedSince.has(key)) missedSince.set(key, now);
      const lost = missing.filter((key) => now - (missedSince.get(key) ?? now) >= graceMs).length;
      return {
        lost,
        doubled: countDoubled(sight),
        swapped: countSwapped(sight),
        onTheWay: missing.length - lost,
      };
    },
  };
}

/** What one end knows and the other does not, each under a key of its own. */
function findMissing({ written, shown, committed }: Snapshot): string[] {
  const there = { written: createKeys(written), shown: createKeys(shown), committed: createKeys(committed) };
  const unseen = there.committed.filter((key) => !there.shown.includes(key));
  const unsent = there.written.filter((key) => !there.committed.includes(key));
  return [...unseen, ...unsent];
}

function countDoubled({ written, shown, committed }: Snapshot): number {
  const keys = new Set([...createKeys(shown), ...createKeys(committed)]);
  // Only the agent can write as the agent, so here the service is right.
  const wanted = new Set([...createKeys(written), ...createKeys(committed).filter((key) => key.startsWith('agent'))]);
  return [...keys].filter((key) => !wanted.has(key)).length;
}

/** Against the service's order, as it is shown and, of what the visitor wrote, as it was written. */
function countSwapped({ written, shown, committed }: Snapshot): number {
  const places = new Map(createKeys(committed).map((key, index) => [key, index]));
  const own = written.filter(({ author }) => author === 'visitor');
  return [shown, own]
    .map((lines) => createKeys(lines).flatMap((key) => places.get(key) ?? []))
    .reduce((sum, order) => sum + order.filter((place, at) => at > 0 && place < (order[at - 1] ?? 0)).length, 0);
}

/** The same text twice by one author gets two keys: `agent 1 hello`, `agent 2 hello`. */
function createKeys(lines: readonly SentMessage[]): string[] {
  const seen = new Map<string, number>();
  return lines.map(({ author, text }) => {
    const body = text.trim().replaceAll('\r\n', '\n');
    const count = (seen.get(`${author} ${body}`) ?? 0) + 1;
    seen.set(`${author} ${body}`, count);
    return `${author} ${count} ${body}`;
  });
}
