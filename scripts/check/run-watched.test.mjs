import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { test as base, describe, vi } from 'vitest';
import { root } from '../paths.mjs';
import { runWatched } from './run-watched.mjs';

// Whole programs start here, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const vitest = `${root}/node_modules/vitest/vitest.mjs`;
const playwright = `${root}/node_modules/@playwright/test/cli.js`;
const reporter = (name) => `--reporter=${root}/scripts/check/${name}-progress.mjs`;
const watch = { stillMs: 2_000, limitMs: 100_000, isQuiet: true };
const never = 'new Promise(() => setInterval(() => {}, 1000))';

/** A project of its own with files written by the test. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants the pattern
  planted: async ({}, use) => {
    mkdirSync(`${root}/test-results`, { recursive: true });
    const folder = mkdtempSync(`${root}/test-results/planted-`);
    const plant = (name, source) => writeFileSync(`${folder}/${name}`, source);
    plant('vitest.config.mjs', 'export default { test: { include: ["*.planted.mjs"] } };');
    const options = "testDir: '.', testMatch: '*.planted.mjs', outputDir: 'output', timeout: 0, workers: 1";
    plant('playwright.config.mjs', `export default { ${options} };`);
    await use({
      plant,
      runVitest: () => runWatched([vitest, 'run', '--root', folder, reporter('vitest')], watch),
      runPlaywright: () => runWatched([playwright, 'test', '-c', folder, reporter('playwright')], watch),
    });
    rmSync(folder, { recursive: true, force: true });
  },
});

describe.concurrent('whatever stands still is ended', () => {
  test.for([
    ['a test', `test('a', () => ${never}, 0);`],
    ['a loop', "test('a', () => { for (;;); }, 0);"],
    ['a hook', `afterAll(() => ${never}, 0); test('a', () => {});`],
    [
      'the teardown of a fixture',
      `const own = test.extend({ it: async ({}, use) => { await use(1); await ${never}; } }); own('a', ({ it }) => {});`,
    ],
    ['the loading of a file', `await ${never}; test('a', () => {});`],
  ])('%s that never ends is named and failed [T1]', async ([, source], { planted, expect }) => {
    planted.plant('still.planted.mjs', `import { afterAll, test } from 'vitest'; ${source}`);

    const { code, standing } = await planted.runVitest();

    expect(standing).toEqual([expect.stringMatching(/^still\.planted\.mjs stands still: nothing for \d+ s/)]);
    expect(code).not.toBe(0);
  });

  test('a journey that never ends is named and failed [T1]', async ({ planted, expect }) => {
    planted.plant('still.planted.mjs', `import { test } from '@playwright/test'; test('a', () => ${never});`);

    const { code, standing } = await planted.runPlaywright();

    expect(standing).toEqual([expect.stringMatching(/still\.planted\.mjs "a" stands still/)]);
    expect(code).not.toBe(0);
  });

  test('a program that reports nothing is ended at its limit, with what it started [T1]', async ({ expect }) => {
    const child = JSON.stringify('setInterval(() => {}, 1000)');
    const parent = `
      const { spawn } = require('node:child_process');
      console.log(spawn(process.execPath, ['-e', ${child}], { detached: true }).pid);
      setInterval(() => {}, 1000);`;

    const { standing, output } = await runWatched(['-e', parent], { limitMs: 3_000, isQuiet: true });

    expect(standing).toEqual(['it did not end within 3 s']);
    await vi.waitFor(() => expect(() => process.kill(Number(output), 0)).toThrow('ESRCH'), 5_000);
  });

  test('what ends by itself is left alone, and counted', async ({ planted, expect }) => {
    const tests = "test('fine', () => {}); test.skip('later', () => {}); test('bad', () => { throw Error('bad'); });";
    planted.plant('fine.planted.mjs', `import { test } from 'vitest'; ${tests}`);

    const { code, standing, counted } = await planted.runVitest();

    expect({ code, standing }).toEqual({ code: 1, standing: [] });
    expect(counted).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });
});
