import { expect, test } from 'vitest';
import { stepNames } from './steps.mjs';
import { measureParts, partsOverBudget, reservedSeconds, timeBudget, timeTable } from './time-budget.mjs';

test('what runs and what is reserved are ten minutes together [T2]', () => {
  const seconds = [...timeBudget.map((part) => part.seconds), ...Object.values(reservedSeconds)];

  expect(seconds.reduce((sum, each) => sum + each, 0)).toBe(600);
});

test('each step has its place in exactly one part', () => {
  expect(timeBudget.flatMap(({ steps }) => steps).toSorted()).toEqual(stepNames.toSorted());
});

test('steps side by side count once, and what did not run is left out', () => {
  const spans = {
    types: { startedAt: 0, endedAt: 20 },
    unit: { startedAt: 1, endedAt: 90 },
    firefox: { startedAt: 90, endedAt: 120.25 },
  };

  const parts = measureParts(spans);

  expect(parts).toEqual([
    { name: 'static and unit', budget: 120, seconds: 90 },
    { name: 'Firefox', budget: 25, seconds: 30.25 },
  ]);
  expect(timeTable(parts)).toEqual([
    '  static and unit    90.0 s of 120 s',
    '  Firefox            30.3 s of  25 s',
    '  sum               120.3 s of 145 s',
  ]);
  expect(partsOverBudget(parts)).toEqual(['Firefox: 5.3 s over its 25 s']);
});
