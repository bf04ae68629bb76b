import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { runPackage, runPackageQuietly } from './child.mjs';
import { root } from './paths.mjs';
import { lendPostgres } from './postgres.mjs';
import { CommandError } from './say.mjs';
import { closingLine, sum, tallyOfPlaywright, tallyOfStep, tallyOfVitest } from './tally.mjs';

const reports = `${root}/test-results`;
const one = { passed: 1, failed: 0, skipped: 0 };

/** In this order; the first three are quick and run beside the unit tests. */
const steps = {
  types: () => tool('typescript/bin/tsc', ['-p', 'tsconfig.json']),
  lint: () => tool('@biomejs/biome/bin/biome', ['check', '.', '--max-diagnostics=50']),
  'dead-code': () => tool('knip/bin/knip.js', ['--no-progress']),
  unit,
  postgres,
  build,
  budgets,
  package: packed,
  e2e,
};
const quick = ['types', 'lint', 'dead-code'];
const needed = { budgets: ['build'], package: ['build'], e2e: ['build', 'package'] };
const withStore = ['unit', 'postgres', 'e2e'];

/**
 * Runs the suite, or the named steps of it and what they need. The last line it prints is the sum.
 * @param {string[]} args names of steps; then words that choose among the files of `unit` or `e2e`
 */
export async function test(args) {
  const { names, words } = parse(args);
  // A production environment of the caller would change what Preact, Vite and the service do under test.
  process.env.NODE_ENV = 'test';
  if (!process.stdout.isTTY) {
    delete process.env.FORCE_COLOR;
    process.env.NO_COLOR = '1';
  }
  mkdirSync(reports, { recursive: true });

  const wanted = names.length === 0 ? Object.keys(steps) : [...names, ...names.flatMap((name) => needed[name] ?? [])];
  const inOrder = Object.keys(steps).filter((name) => wanted.includes(name));
  // The second engine, for every step that has a store.
  const { isThere, giveBack } = inOrder.some((name) => withStore.includes(name)) ? await lendPostgres() : nothingLent;
  const possible = inOrder.filter((name) => isThere || name !== 'postgres');
  const tallies = await runSteps(possible, words).finally(giveBack);
  const total = sum(Object.values(tallies));
  console.log(`\n${closingLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

const nothingLent = { isThere: false, giveBack: async () => {} };

function parse(args) {
  const names = args.filter((arg) => Object.hasOwn(steps, arg));
  const words = args.filter((arg) => !names.includes(arg));
  if (words.length > 0 && !names.includes('unit') && !names.includes('e2e')) {
    throw new CommandError(`there is no step "${words[0]}"; there are ${Object.keys(steps).join(', ')}`);
  }
  return { names, words };
}

async function runSteps(wanted, words) {
  const tallies = {};
  // Their lines wait for the unit tests' end, so that the two do not mix.
  const held = [];
  const print = wanted.includes('unit') ? (line) => held.push(line) : console.log;
  const beside = runInTurn(
    wanted.filter((name) => quick.includes(name)),
    print,
  );
  for (const name of wanted.filter((name) => !quick.includes(name))) {
    const missing = needed[name]?.find((other) => tallies[other]?.failed > 0);
    tallies[name] = missing === undefined ? await step(name, words) : notRun(name, missing);
    if (name !== 'unit') continue;
    Object.assign(tallies, await beside);
    if (held.length > 0) console.log(held.join('\n'));
  }
  return Object.assign(tallies, await beside);
}

async function runInTurn(names, print) {
  const tallies = {};
  for (const name of names) tallies[name] = await step(name, [], print);
  return tallies;
}

async function step(name, words, print = console.log) {
  const started = performance.now();
  const { code, counted, output = '' } = await steps[name](words);
  const tally = tallyOfStep(code, counted);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (tally.failed > 0 && output !== '') print(output.trimEnd());
  print(`${tally.failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${closingLine(tally)} (${seconds} s)`);
  return tally;
}

function notRun(name, missing) {
  console.log(`FAILED ${name}: not run, since ${missing} failed`);
  return { passed: 0, failed: 1, skipped: 0 };
}

async function tool(file, args) {
  const { code, output } = await runPackageQuietly(file, args);
  return { code, output, counted: code === 0 ? one : undefined };
}

async function unit(words) {
  const file = freshReport('unit');
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`, ...words];
  const code = await runPackage('vitest/vitest.mjs', args);
  return { code, counted: counted(file, tallyOfVitest) };
}

/** The service's own tests once more, with everything kept in PostgreSQL. */
async function postgres() {
  const file = freshReport('postgres');
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`, ...keptInStore];
  const code = await runPackage('vitest/vitest.mjs', args, {
    env: { ...process.env, PORCHLIGHT_TEST_ENGINE: 'postgres' },
  });
  return { code, counted: counted(file, tallyOfVitest) };
}

/** What is tried through a whole service in one process; the engines' own contract runs on both anyway. */
const keptInStore = ['access', 'message-order', 'races', 'routing', 'routes/', 'stream/'].map(
  (name) => `src/server/${name}`,
);

async function build() {
  const { buildIfChanged } = await import('./build.mjs');
  try {
    await buildIfChanged();
    return { code: 0, counted: one };
  } catch (error) {
    return { code: 1, output: error instanceof CommandError ? error.message : String(error?.stack ?? error) };
  } finally {
    process.env.NODE_ENV = 'test';
  }
}

async function budgets() {
  const { exceededBudgets, measureBuild } = await import('./sizes.mjs');
  const sizes = measureBuild();
  const { loader, both, all, console: desk } = sizes;
  console.log(
    `loader ${loader.gzip}, with widget ${both.gzip}, with the chat's code ${all.gzip}, the console ${desk.gzip} bytes gzipped`,
  );
  const exceeded = exceededBudgets(sizes);
  return { code: exceeded.length, counted: exceeded.length === 0 ? one : undefined, output: exceeded.join('\n') };
}

/** The package as others import it, looked over by their tools, and small projects of theirs built with it. */
async function packed() {
  const { buildHosts, buildPackage, hostsFolder, measureStore, packageProblems, storeBudget } = await import(
    './package.mjs'
  );
  const { problemsOnAServer } = await import('./package-on-a-server.mjs');
  process.env.NODE_ENV = 'production';
  try {
    await buildPackage();
    const problems = await packageProblems();
    await buildHosts();
    problems.push(...problemsOnAServer(hostsFolder));
    const { sideEffectProblems, typeProblems } = await import('./package-checks.mjs');
    problems.push(...(await typeProblems()), ...(await sideEffectProblems()));
    const size = await measureStore();
    console.log(`the store without a view ${size} bytes gzipped`);
    if (size > storeBudget) problems.push(`the store without a view: ${size - storeBudget} bytes over ${storeBudget}`);
    return { code: problems.length, counted: problems.length === 0 ? one : undefined, output: problems.join('\n') };
  } finally {
    process.env.NODE_ENV = 'test';
  }
}

async function e2e(words) {
  const { ensureBrowser } = await import('./browser.mjs');
  const { ensureFirefox } = await import('./firefox.mjs');
  try {
    ensureBrowser();
    if (ensureFirefox() === undefined) {
      const way = 'apt-get install firefox-esr, or FIREFOX_PATH=/path/to/firefox npm test';
      if (process.env.CI) throw new CommandError(`No Firefox for the end-to-end tests: ${way}`);
      console.log(`no Firefox here, so nothing is tried in it (${way})`);
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { code: 1, output: error.message };
  }
  const file = freshReport('e2e');
  const code = await runPackage('@playwright/test/cli.js', ['test', '--reporter=list,json', ...words], {
    env: { ...withoutColours(), PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  return { code, counted: counted(file, tallyOfPlaywright) };
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

function counted(file, tallyOf) {
  return existsSync(file) ? tallyOf(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
