import { expect, test } from 'vitest';
import { faultKinds, planOf } from './scenario.ts';

test('the same seed plans the same faults, another seed others', () => {
  expect(planOf(7, 200)).toEqual(planOf(7, 200));
  expect(planOf(7, 200)).not.toEqual(planOf(8, 200));
  const begins = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => planOf(seed, 1)[0]?.fault.kind);
  expect(new Set(begins).size).toBeGreaterThan(1);
});

test('two hundred faults of any seed hold every kind, and only kinds that were chosen', () => {
  for (const seed of [0, 1, 2026, 4_294_967_295]) {
    expect(new Set(planOf(seed, 200).map(({ fault }) => fault.kind))).toEqual(new Set(faultKinds));
  }
  const drops = planOf(2026, 200).flatMap(({ fault: { kind, on } }) => (kind === 'drop' ? [on] : []));
  expect(new Set(drops)).toEqual(new Set(['request', 'answer', 'frame']));
  expect(new Set(planOf(1, 50, ['drop', 'limit']).map(({ fault }) => fault.kind))).toEqual(new Set(['drop', 'limit']));
  expect(planOf(1, 50, [])).toEqual([]);
});

test('whoever a fault needs says something into it', () => {
  const silent = planOf(3, 300).filter(
    ({ fault, says }) => says !== 'both' && says !== (fault.on === 'frame' ? 'agent' : 'visitor'),
  );

  expect(silent).toEqual([]);
});
