import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const cwd = import.meta.dirname;
const files = globSync(['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'], { cwd }).map((name) => ({
  name,
  source: readFileSync(`${cwd}/${name}`, 'utf8'),
}));
const holding = (words: RegExp) => files.filter(({ source }) => words.test(source)).map(({ name }) => name);
/** They bring a whole browser, or other modules: each has a process of its own. */
const separate = holding(/^\/\/ @vitest-environment|\bvi\.mock\(/m);
/** They share one document, beside the globals of Node. */
const page = holding(/testing\/harness\/dom\.ts'/).filter((name) => !separate.includes(name));
const node = files.map(({ name }) => name).filter((name) => !separate.includes(name) && !page.includes(name));
/** Begun first: at the end they would run alone. A fresh clone does not know yet what takes long. */
const longest = [
  'src/chat/reconciler/reconciliation.test.ts',
  'src/server/auth/ways-in.test.ts',
  'src/server/main.test.ts',
  'src/chat-store/tab-reconciliation.test.ts',
  'src/server/storage/fixtures.test.ts',
  'src/server/storage/engine/postgres/engine.test.ts',
  'src/server/http/slow-callers.test.ts',
  'src/server/jobs/search-indexing.test.ts',
  'src/playground/seeded-run.test.ts',
  'scripts/check/run-watched.test.mjs',
];
const gone = longest.filter((name) => !node.includes(name));
if (gone.length > 0) throw new Error(`Listed among the longest, and not there: ${gone.join(', ')}`);

class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(specifications);
    const first = longest.flatMap((name) => sorted.filter(({ moduleId }) => moduleId === `${cwd}/${name}`));
    return [...first, ...sorted.filter((one) => !first.includes(one))];
  }
}

const [bringDocument, refuseConsoleOutput, refuseLeftBehind] = [
  'src/testing/harness/bring-document.ts',
  'src/testing/harness/refuse-console-output.ts',
  'src/testing/harness/refuse-left-behind.ts',
];

export default defineConfig({
  plugins: [preact({ devToolsEnabled: false })],
  define: {
    __PORCHLIGHT_BUILD__: JSON.stringify('0000000000000000'),
    __PORCHLIGHT_WIDGET_INTEGRITY__: JSON.stringify(''),
    __PORCHLIGHT_CHAT_INTEGRITY__: JSON.stringify(''),
    __PORCHLIGHT_LATER_INTEGRITY__: JSON.stringify(''),
    __PORCHLIGHT_LANGUAGES__: JSON.stringify('sources'),
    __PORCHLIGHT_PAGE_INTEGRITY__: JSON.stringify(''),
    __PORCHLIGHT_FILE__: JSON.stringify('porchlight.js'),
  },
  test: {
    environment: 'node',
    sequence: { setupFiles: 'list', sequencer: LongestFirst },
    // Loading the same modules again for each file would cost more than most files do: those of a project share
    // processes, and what one would leave there to the next is refused.
    projects: [
      {
        name: 'node',
        include: node,
        isolate: false,
        globalSetup: 'src/testing/harness/postgres-template.ts',
        setupFiles: [refuseConsoleOutput, refuseLeftBehind],
      },
      {
        name: 'page',
        include: page,
        isolate: false,
        setupFiles: [bringDocument, refuseConsoleOutput, refuseLeftBehind],
      },
      { name: 'separate', include: separate, isolate: true, setupFiles: [refuseConsoleOutput] },
    ].map((test) => ({ extends: true as const, test })),
    // What a test waits for says sooner, and in words, that it never came; a starved machine takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Some tests wait more than they work; by default one core even stays idle, which is half of a small machine.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Stylesheets as they are, so that tests can hold them to their promises.
    css: true,
    restoreMocks: true,
  },
});
