/** An agent on queue, as far as offering one chat is concerned. */
export type Candidate = {
  userId: string;
  capacity: number;
  /** Chats alerting or connected. */
  load: number;
  /** When this agent's last offer of anything began; 0 for never. */
  lastOfferAt: number;
};

/** For each agent who had this chat already: when that ended. */
export type PastOffers = ReadonlyMap<string, number>;

/**
 * Who is offered a waiting chat next: somebody free who did not have it yet, else the one whose turn is longest ago
 * and has had a pause. Among equals the least busy, then whoever was offered nothing for longest.
 */
export function chooseAgent(
  candidates: readonly Candidate[],
  past: PastOffers,
  { now, reofferAfterMs }: { now: number; reofferAfterMs: number },
): Candidate | undefined {
  return candidates
    .filter((agent) => agent.load < agent.capacity && (past.get(agent.userId) ?? -Infinity) + reofferAfterMs <= now)
    .sort(
      (a, b) =>
        (past.get(a.userId) ?? 0) - (past.get(b.userId) ?? 0) ||
        a.load / a.capacity - b.load / b.capacity ||
        a.lastOfferAt - b.lastOfferAt,
    )[0];
}
