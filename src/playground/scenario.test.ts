import { expect, test } from 'vitest';
import { createScenario, faultKinds } from './scenario.ts';

test('the same seed plans the same faults, another seed others', () => {
  expect(createScenario(7, 200)).toEqual(createScenario(7, 200));
  expect(createScenario(7, 200)).not.toEqual(createScenario(8, 200));
  const begins = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => createScenario(seed, 1)[0]?.fault.kind);
  expect(new Set(begins).size).toBeGreaterThan(1);
});

test('two hundred faults of any seed hold every kind, and only kinds that were chosen', () => {
  for (const seed of [0, 1, 2026, 4_294_967_295]) {
    expect(new Set(createScenario(seed, 200).map(({ fault }) => fault.kind))).toEqual(new Set(faultKinds));
  }
  const drops = createScenario(2026, 200).flatMap(({ fault: { kind, on } }) => (kind === 'drop' ? [on] : []));
  expect(new Set(drops)).toEqual(new Set(['request', 'answer', 'frame']));
  expect(new Set(createScenario(1, 50, ['drop', 'limit']).map(({ fault }) => fault.kind))).toEqual(
    new Set(['drop', 'limit']),
  );
  expect(createScenario(1, 50, [])).toEqual([]);
});

test('each fault has a sender whose message it can hit', () => {
  const silent = createScenario(3, 300).filter(
    ({ fault, senders }) => senders !== 'both' && senders !== (fault.on === 'frame' ? 'agent' : 'visitor'),
  );

  expect(silent).toEqual([]);
});
