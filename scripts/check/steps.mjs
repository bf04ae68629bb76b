import { existsSync, readFileSync, rmSync } from 'node:fs';
import { root } from '../paths.mjs';
import { runWatched } from './run-watched.mjs';
import { retriedInPlaywright, summarizePlaywright, summarizeVitest } from './test-summary.mjs';

/**
 * What a step came to. Without `counted` it left no report; `output` is printed when it failed.
 * @typedef {{ code: number, counted?: import('./test-summary.mjs').TestSummary, output?: string, standing?: string[],
 *   retried?: string[] }} StepResult
 */

export const reports = `${root}/test-results`;
const one = { passed: 1, failed: 0, skipped: 0 };
/** A single test may run for a minute, and on a starved machine for three. */
const stillMs = 200_000;
/** What reports no progress may take so long in all. */
const limitMs = 600_000;

/** In this order. Each is a program of its own, so that one that stands still can be ended. */
const steps = {
  types: () => tool('typescript/bin/tsc', ['-p', 'tsconfig.json']),
  lint: () => tool('@biomejs/biome/bin/biome', ['check', '.', '--max-diagnostics=50']),
  'dead-code': () => tool('knip/bin/knip.js', ['--no-progress']),
  unit: (words) => vitest({ report: 'unit', words }),
  postgres: () => vitest({ report: 'postgres', words: storeTests, env: { PORCHLIGHT_TEST_ENGINE: 'postgres' } }),
  build: () => own('build'),
  budgets: () => own('budgets'),
  package: () => own('package'),
  chromium: async (words) => playwright({ report: 'chromium', words, projects: await projectsInChromium() }),
  firefox: (words) => playwright({ report: 'firefox', words, projects: ['firefox'] }),
};
export const stepNames = Object.keys(steps);

/** What may run beside the unit tests. */
export const quick = ['types', 'lint', 'dead-code'];
export const needed = {
  budgets: ['build'],
  package: ['build'],
  chromium: ['build', 'package'],
  firefox: ['build'],
};
/** By step, what has to be on the machine; where it is missing the step does not run. */
export const enginesOf = { unit: [], postgres: ['postgres'], chromium: ['chromium'], firefox: ['firefox'] };
/** Steps with tests for a second engine, which they leave out where there is none. */
export const withStore = ['unit', 'postgres', 'chromium'];

/**
 * @param {string} name
 * @param {string[]} words choose among the step's files
 * @returns {Promise<StepResult>}
 */
export function runStep(name, words) {
  return steps[name](words);
}

async function tool(file, args) {
  const result = await runWatched([`${root}/node_modules/${file}`, ...args], { limitMs, isQuiet: true });
  return { ...result, counted: result.code === 0 ? one : undefined };
}

/** A step of our own, in a process of its own. */
async function own(name) {
  const env = { ...process.env, NODE_ENV: 'production' };
  const { code, standing } = await runWatched([`${root}/scripts/check/own-step.mjs`, name], { limitMs, env });
  return { code, standing, counted: code === 0 ? one : undefined };
}

/**
 * @param {{ report: string, words: string[], env?: NodeJS.ProcessEnv, stillMs?: number }} run
 * @returns {Promise<StepResult>}
 */
export async function vitest({ report, words, env = {}, stillMs: still = stillMs }) {
  const file = freshReport(report);
  const reporters = ['--reporter=dot', '--reporter=json', `--reporter=${root}/scripts/check/vitest-progress.mjs`];
  const args = [`${root}/node_modules/vitest/vitest.mjs`, 'run', ...reporters, `--outputFile.json=${file}`, ...words];
  const result = await runWatched(args, { stillMs: still, env: { ...process.env, ...env } });
  return { ...result, counted: readReport(file, summarizeVitest) ?? countedUntil(result) };
}

/**
 * @param {{ report: string, words: string[], projects: string[], stillMs?: number }} run
 * @returns {Promise<StepResult>}
 */
export async function playwright({ report, words, projects, stillMs: still = stillMs }) {
  const file = freshReport(report);
  const progress = `${root}/scripts/check/playwright-progress.mjs`;
  // Words may match nothing in one engine; a step that executed nothing fails all the same, unless it was one of several.
  const chosen = [
    ...projects.map((name) => `--project=${name}`),
    ...(words.length > 0 ? ['--pass-with-no-tests'] : []),
  ];
  const cli = `${root}/node_modules/@playwright/test/cli.js`;
  const result = await runWatched([cli, 'test', ...chosen, `--reporter=list,json,${progress}`, ...words], {
    stillMs: still,
    env: { ...withoutColours(), PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  const counted = readReport(file, summarizePlaywright) ?? countedUntil(result);
  return { ...result, counted, retried: readReport(file, retriedInPlaywright) ?? [] };
}

/** Tests of a whole service in one process; tests that run each engine themselves do so in `unit`. */
const storeTests = [
  'auth/access',
  'auth/may-grant',
  'auth/password',
  'message-order',
  'races',
  'routing',
  'http/routes/',
  'realtime/',
].map((name) => `src/server/${name}`);

/** Every project of the configuration but those that are steps of their own, or a proof. */
async function projectsInChromium() {
  const { default: config } = await import(`${root}/playwright.config.ts`);
  return config.projects.map(({ name }) => name).filter((name) => name !== 'firefox' && !name.startsWith('proof'));
}

/** Playwright sets FORCE_COLOR for its workers, and Node warns in each of them where NO_COLOR says otherwise. */
function withoutColours() {
  const { NO_COLOR, ...env } = process.env;
  return NO_COLOR === undefined ? env : { ...env, FORCE_COLOR: '0' };
}

/** An old report must never be counted for a run that left none. */
function freshReport(name) {
  const file = `${reports}/${name}.json`;
  rmSync(file, { force: true });
  return file;
}

function readReport(file, read) {
  return existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** What had ended when a run was ended. */
function countedUntil({ standing, counted }) {
  return standing.length > 0 ? counted : undefined;
}
