import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runWatched } from '../../../scripts/check/run-watched.mjs';
import { root } from '../../../scripts/paths.mjs';

// A whole run starts here, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** Each leaves something to the files after it, but the last. */
const planted = {
  global: 'test("it", () => { globalThis.planted = 1; });',
  replaced: 'test("it", () => { globalThis.fetch = () => {}; });',
  variable: 'test("it", () => { process.env.PLANTED = "1"; });',
  listener: 'test("it", () => { process.on("SIGTERM", () => {}); });',
  folder: 'test("it", () => { process.chdir("/"); });',
  stubbed: 'test("it", () => { vi.stubGlobal("stubbed", 1); vi.stubEnv("STUBBED", "1"); vi.useFakeTimers(); });',
};

test('a file that leaves something to the next one in its process fails, by the name of it', async () => {
  mkdirSync(`${root}/test-results`, { recursive: true });
  const folder = mkdtempSync(`${root}/test-results/planted-`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const setupFiles = [`${root}/src/testing/harness/refuse-left-behind.ts`];
  const settings = JSON.stringify({ test: { setupFiles, isolate: false, maxWorkers: 1 } });
  writeFileSync(`${folder}/vitest.config.mjs`, `export default ${settings};`);
  for (const [name, source] of Object.entries(planted)) {
    writeFileSync(`${folder}/${name}.test.mjs`, `import { test, vi } from 'vitest'; ${source}`);
  }

  const { code, output } = await runWatched([`${root}/node_modules/vitest/vitest.mjs`, 'run', '--root', folder], {
    limitMs: 100_000,
    isQuiet: true,
  });

  expect(code).toBe(1);
  expect(output).toMatch(/5 failed.*1 passed/);
  for (const name of [
    'globalThis.planted',
    'globalThis.fetch',
    'process.env.PLANTED',
    'listeners of SIGTERM',
    'the folder',
  ]) {
    expect(output).toContain(`Left behind for the next file in this process: ${name}\n`);
  }
});
