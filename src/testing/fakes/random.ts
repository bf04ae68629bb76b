import { randomUUID } from 'node:crypto';
import type { Random } from '../../environment/environment.ts';

/** Randomness for tests: every fraction is the same. Ids stay unique. */
export function createFakeRandom(fraction = 0.5): Random {
  return { fraction: () => fraction, id: () => randomUUID() };
}
