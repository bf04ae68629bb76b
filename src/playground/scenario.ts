import { createSeededRandom } from './seeded-random.ts';

/** What can go wrong on the visitor's line, and how often beside the others; the last two cost a chat or a start each. */
const weights = {
  latency: 4,
  tunnel: 3,
  drop: 6,
  duplicate: 5,
  reorder: 4,
  limit: 3,
  error: 4,
  expiry: 1,
  kill: 1,
} as const;

export type FaultKind = keyof typeof weights;
export const faultKinds = Object.keys(weights).filter((name): name is FaultKind => name in weights);

export type Fault = {
  kind: FaultKind;
  /** What is hit: a message on its way to the service, the answer to it, or a frame of the event stream. */
  on: 'request' | 'answer' | 'frame';
  /** How long it lasts, or by how much it delays. */
  ms: number;
};

export type Step = { fault: Fault; senders: 'visitor' | 'agent' | 'both'; pauseMs: number };

const faultTargets: Record<FaultKind, readonly Fault['on'][]> = {
  latency: ['frame'],
  tunnel: ['frame'],
  drop: ['request', 'answer', 'frame'],
  duplicate: ['request', 'frame'],
  reorder: ['frame'],
  limit: ['request'],
  error: ['answer'],
  expiry: ['request'],
  kill: ['request'],
};

/** Creates the same steps for the same seed, length and kinds. */
export function createScenario(seed: number, length: number, kinds: readonly FaultKind[] = faultKinds): Step[] {
  const nextRandom = createSeededRandom(seed);
  // The first numbers of neighbouring seeds are too similar.
  for (let index = 0; index < 8; index++) nextRandom(2);
  const weightedKinds = kinds.flatMap((kind) => Array.from({ length: weights[kind] }, () => kind));
  return Array.from({ length: weightedKinds.length > 0 ? length : 0 }, () => {
    const kind = weightedKinds[nextRandom(weightedKinds.length)] ?? 'drop';
    const on = faultTargets[kind][nextRandom(faultTargets[kind].length)] ?? 'frame';
    const fault = { kind, on, ms: 200 + nextRandom(2_800) };
    // A fault needs a message that it can hit.
    const senders = nextRandom(3) === 0 ? 'both' : on === 'frame' ? 'agent' : 'visitor';
    return { fault, senders, pauseMs: 300 + nextRandom(1_200) };
  });
}
