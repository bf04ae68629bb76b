import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { mutants } from '../../testing/reconciler-simulation/page/mutants.ts';
import { pinnedSchedules } from '../../testing/reconciler-simulation/page/pinned-schedules.ts';
import { anySchedule } from '../../testing/reconciler-simulation/page/schedule.ts';
import { simulate, type Variant } from '../../testing/reconciler-simulation/page/simulate.ts';

/** As many that stay the same, and as many fresh ones. */
const schedules = Number(process.env.PORCHLIGHT_SCHEDULES) || 10_000;
const variants: [name: string, variant: Variant, runs: number][] = [
  ['our own service', { isOurs: true }, schedules * 0.3],
  ['a plain WebChat service', { isOurs: false }, schedules * 0.3],
  ['our own service with equal times', { isOurs: true, hasEqualTimes: true }, schedules * 0.1],
  ['a plain service with equal times', { isOurs: false, hasEqualTimes: true }, schedules * 0.1],
  ['our own service that commits a minute late', { isOurs: true, isVeryLate: true }, schedules * 0.1],
  ['a plain service that commits a minute late', { isOurs: false, isVeryLate: true }, schedules * 0.1],
];

// A slow machine under load is no broken promise.
vi.setConfig({ testTimeout: 60_000 + schedules * 10 });
const freshSeed = Number(process.env.SEED) || Math.floor(Math.random() * 2 ** 31);

describe('whatever happens, every invariant holds', () => {
  process.stdout.write(`Reconciliation: fresh schedules from seed ${freshSeed}; SEED=${freshSeed} repeats them\n`);

  test.each(variants)('against %s, on schedules that stay the same', (_, variant, numRuns) => {
    fc.assert(everySchedule(variant), { seed: 42, numRuns });
  });

  test.each(variants)(`against %s, on fresh schedules (seed ${freshSeed})`, (_, variant, numRuns) => {
    fc.assert(everySchedule(variant), { seed: freshSeed, numRuns });
  });

  test.each(pinnedSchedules)('$name', ({ schedule, variant }) => {
    expect(() => simulate(schedule, variant)).not.toThrow();
  });
});

describe('the property finds planted mistakes', () => {
  const plain: Variant = { isOurs: false };
  const late: Variant = { isOurs: false, isVeryLate: true };
  const cases = Object.entries(mutants).map(([name, rules]) => ({ name, rules }));

  test.each(cases)('$name', ({ name, rules }) => {
    const variant = name === 'failed is final' ? late : plain;

    const property = fc.property(anySchedule, (schedule) => simulate(schedule, variant, rules));
    const { failed, errorInstance } = fc.check(property, { seed: 42, numRuns: 3_000, endOnFailure: true });

    expect(failed).toBe(true);
    expect(errorInstance).toMatchObject({ name: 'BrokenInvariant' });
  });
});

function everySchedule(variant: Variant) {
  return fc.property(anySchedule, (schedule) => simulate(schedule, variant));
}
