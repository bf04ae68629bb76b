import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runWatched } from '../../../scripts/check/run-watched.mjs';
import { root } from '../../../scripts/paths.mjs';

// A whole run starts here, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** What a run of these tests prints, with our rule for output set up. */
async function run(source: string): Promise<{ code: number; output: string }> {
  mkdirSync(`${root}/test-results`, { recursive: true });
  const folder = mkdtempSync(`${root}/test-results/planted-`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const setup = JSON.stringify(`${root}/src/testing/harness/refuse-console-output.ts`);
  writeFileSync(
    `${folder}/vitest.config.mjs`,
    `export default { test: { setupFiles: [${setup}], restoreMocks: true } };`,
  );
  writeFileSync(`${folder}/a.test.mjs`, `import { afterAll, test, vi } from 'vitest'; ${source}`);
  return runWatched([`${root}/node_modules/vitest/vitest.mjs`, 'run', '--root', folder], {
    limitMs: 100_000,
    isQuiet: true,
  });
}

test('a test that prints an error, a warning or to standard error fails, and only that one [T3]', async () => {
  const { code, output } = await run(`
    test('quiet', () => {});
    test('error', () => console.error('broken', 7));
    test('warning', () => console.warn('odd'));
    test('bare', () => process.stderr.write('connect ECONNREFUSED'));
    test('node', async () => { process.emitWarning('leaking'); await new Promise((resolve) => setImmediate(resolve)); });
    test('quiet again', () => {});`);

  expect(code).toBe(1);
  expect(output).toMatch(/4 failed.*2 passed/);
  for (const line of ['console.error: broken 7', 'console.warn: odd', 'connect ECONNREFUSED', 'Warning: leaking']) {
    expect(output).toContain(line);
  }
});

test('what is printed between tests fails the file [T3]', async () => {
  const { code, output } = await run(`
    test('quiet', () => {});
    afterAll(() => console.error('too late'));`);

  expect(code).toBe(1);
  expect(output).toContain('console.error: too late');
});

test('what a test expects to be printed it takes itself', async () => {
  const { code } = await run(`
    test('expected', () => { vi.spyOn(console, 'error').mockImplementation(() => {}); console.error('broken'); });
    test('figures', () => console.log('7 ms'));`);

  expect(code).toBe(0);
});
