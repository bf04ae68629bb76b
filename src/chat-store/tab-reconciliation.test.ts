import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { foundSchedules } from '../testing/reconciler-simulation/found-schedules.ts';
import { loadMutant } from '../testing/reconciler-simulation/load-mutant.ts';
import { mutants } from '../testing/reconciler-simulation/mutants.ts';
import { simulateTabs, type TabFacts } from '../testing/reconciler-simulation/simulate-tabs.ts';
import { anyTabSchedule } from '../testing/reconciler-simulation/tab-schedule.ts';

// A slow machine under load is no broken promise.
vi.setConfig({ testTimeout: 600_000 });
const numRuns = Number(process.env.PORCHLIGHT_SCHEDULES) || 1_500;
const freshSeed = Number(process.env.SEED) || Math.floor(Math.random() * 2 ** 31);

describe('over all tabs and conversations, every invariant holds', () => {
  process.stdout.write(`Tabs: fresh schedules from seed ${freshSeed}; SEED=${freshSeed} repeats them\n`);

  test.each([
    ['schedules that stay the same', 42],
    [`fresh schedules (seed ${freshSeed})`, freshSeed],
  ] as const)('on %s', async (_, seed) => {
    const counts = { hadTwoTabs: 0, hadTakeover: 0, hadSecondConversation: 0 };
    const property = fc.asyncProperty(anyTabSchedule, async (schedule) => {
      const facts: TabFacts = await simulateTabs(schedule);
      for (const name of Object.keys(counts) as (keyof TabFacts)[]) counts[name] += Number(facts[name]);
    });

    await fc.assert(property, { seed, numRuns });

    const { hadTwoTabs, hadTakeover, hadSecondConversation } = counts;
    process.stdout.write(
      `Of ${numRuns} schedules ${hadTwoTabs} had two live tabs at once, ${hadTakeover} a takeover, ${hadSecondConversation} a second conversation\n`,
    );
    for (const count of [hadTwoTabs, hadTakeover, hadSecondConversation]) {
      expect(count).toBeGreaterThanOrEqual(numRuns / 10);
    }
  });
});

test.each(foundSchedules)('$promise', async ({ schedule }) => {
  await simulateTabs(schedule);
});

describe('the simulator finds planted mistakes', () => {
  test.each(mutants)('$name', async (mutant) => {
    const simulateMutant = await loadMutant(mutant);
    const property = fc.asyncProperty(anyTabSchedule, async (schedule) => void (await simulateMutant(schedule)));

    const { failed, errorInstance, numRuns } = await fc.check(property, {
      seed: 42,
      numRuns: 1_500,
      endOnFailure: true,
    });

    process.stdout.write(`Found after ${numRuns} schedules: ${mutant.name}\n`);
    expect(failed).toBe(true);
    expect(errorInstance).toMatchObject({ name: 'BrokenTabInvariant' });
  });
});
