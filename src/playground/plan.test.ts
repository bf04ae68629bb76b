import { expect, test } from 'vitest';
import { faultKinds, planOf } from './plan.ts';

test('the same seed plans the same faults, another seed others', () => {
  expect(planOf(7, 200)).toEqual(planOf(7, 200));
  expect(planOf(7, 200)).not.toEqual(planOf(8, 200));
});

test('two hundred faults of any seed hold every kind, and only kinds that were chosen', () => {
  for (const seed of [0, 1, 2026, 4_294_967_295]) {
    expect(new Set(planOf(seed, 200).map(({ fault }) => fault.kind))).toEqual(new Set(faultKinds));
  }
  expect(new Set(planOf(1, 50, ['drop', 'limit']).map(({ fault }) => fault.kind))).toEqual(new Set(['drop', 'limit']));
  expect(planOf(1, 50, [])).toEqual([]);
});

test('whoever a fault needs says something into it', () => {
  const silent = planOf(3, 300).filter(
    ({ fault, says }) => says !== 'both' && says !== (fault.on === 'frame' ? 'agent' : 'visitor'),
  );

  expect(silent).toEqual([]);
});
