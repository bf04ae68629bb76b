import { randomUUID } from 'node:crypto';
import type { Random } from '../../environment/environment.ts';

/** Chance without surprises: every fraction is the same. Ids stay unique. */
export function createFakeRandom(fraction = 0.5): Random {
  return { fraction: () => fraction, id: () => randomUUID() };
}
