import { mkdirSync } from 'node:fs';
import { CommandError } from '../log.mjs';
import { memoryFolder } from '../paths.mjs';
import { prepareEngines } from './engines.mjs';
import { summarizeMissing, thisMachine } from './missing-engines.mjs';
import { enginesOf, needed, quick, reports, runStep, stepNames, withStore } from './steps.mjs';
import { summaryLines } from './summary-lines.mjs';
import { sum, summarizeStep, summaryLine } from './test-summary.mjs';
import { measureParts } from './time-budget.mjs';

/** Several steps by one word. */
const groups = { e2e: ['chromium', 'firefox'] };
const takeWords = ['unit', 'chromium', 'firefox'];

/**
 * Runs the suite, or the named steps of it and what they need. The last line it prints is the sum.
 * @param {string[]} args names of steps; then words that choose among the files of `unit`, `chromium` or `firefox`
 * @param {{ installedSeconds?: number }} [already]
 */
export async function test(args, { installedSeconds = 0 } = {}) {
  const { names, words } = parse(args);
  prepareEnvironment();
  const wanted = names.length === 0 ? stepNames : [...names, ...names.flatMap((name) => needed[name] ?? [])];
  const inOrder = stepNames.filter((name) => wanted.includes(name));
  const machine = thisMachine();
  const { missing, seconds, stop } = await prepareEngines(enginesFor(inOrder));
  const isMissing = (engine) => missing.some((one) => one.engine === engine);
  const possible = inOrder.filter((name) => !enginesOf[name]?.some(isMissing));
  const ran = await runSteps(possible, words, {
    mayBeEmpty: words.length > 0 && takingWords(names).length > 1,
  }).finally(stop);

  const counted = sum([...ran.map(({ summary }) => summary), ...missing.map(() => summarizeMissing(machine))]);
  const didNothing = counted.passed + counted.failed + counted.skipped === 0;
  const total = didNothing ? { ...counted, failed: 1 } : counted;
  const spans = Object.fromEntries(ran.flatMap(({ name, span }) => (span ? [[name, span]] : [])));
  const lines = summaryLines({
    total,
    parts: measureParts(spans),
    installedSeconds: installedSeconds + seconds,
    missing,
    machine,
    retried: ran.flatMap(({ retried }) => retried),
  });
  console.log(lines.join('\n'));
  return total.failed === 0 ? 0 : 1;
}

/** What every command that runs tests sets before it starts programs. */
export function prepareEnvironment() {
  // A production environment of the caller would change what Preact, Vite and the service do under test.
  process.env.NODE_ENV = 'test';
  if (!process.stdout.isTTY) {
    delete process.env.FORCE_COLOR;
    process.env.NO_COLOR = '1';
  }
  // Services and commands that tests start load the same sources again and again.
  process.env.NODE_COMPILE_CACHE ??= `${memoryFolder}/compiled`;
  mkdirSync(reports, { recursive: true });
}

function parse(args) {
  const isName = (arg) => stepNames.includes(arg) || Object.hasOwn(groups, arg);
  const names = args.filter(isName).flatMap((arg) => groups[arg] ?? [arg]);
  const words = args.filter((arg) => !isName(arg));
  if (words.length > 0 && takingWords(names).length === 0) {
    throw new CommandError(
      `there is no step "${words[0]}"; there are ${[...stepNames, ...Object.keys(groups)].join(', ')}`,
    );
  }
  return { names, words };
}

const takingWords = (names) => names.filter((name) => takeWords.includes(name));

function enginesFor(names) {
  const store = names.some((name) => withStore.includes(name)) ? ['postgres'] : [];
  return [...new Set([...store, ...names.flatMap((name) => enginesOf[name] ?? [])])];
}

async function runSteps(wanted, words, { mayBeEmpty }) {
  const ran = [];
  // Their lines wait for the unit tests' end, so that the two do not mix.
  const held = [];
  const print = wanted.includes('unit') ? (line) => held.push(line) : console.log;
  const beside = runInTurn(
    wanted.filter((name) => quick.includes(name)),
    print,
  );
  for (const name of wanted.filter((name) => !quick.includes(name))) {
    const missing = needed[name]?.find((other) => ran.some((one) => one.name === other && one.summary.failed > 0));
    ran.push(missing === undefined ? await step(name, words, { mayBeEmpty }) : notRun(name, missing));
    if (name !== 'unit') continue;
    await beside;
    if (held.length > 0) console.log(held.join('\n'));
  }
  return [...ran, ...(await beside)];
}

async function runInTurn(names, print) {
  const ran = [];
  for (const name of names) ran.push(await step(name, [], { print }));
  return ran;
}

/**
 * Runs one step and prints what came of it.
 * @param {string} name
 * @param {string[]} words
 * @param {{ print?: (line: string) => void, run?: typeof runStep, mayBeEmpty?: boolean }} [options] `mayBeEmpty`: words
 *   that choose among several steps need not match in each
 */
export async function step(name, words, { print = console.log, run = runStep, mayBeEmpty = false } = {}) {
  const startedAt = performance.now() / 1000;
  const { code, counted, output = '', standing = [], retried = [] } = await run(name, words);
  const isEmpty = mayBeEmpty && code === 0 && counted !== undefined && counted.passed + counted.failed === 0;
  const summary = isEmpty ? counted : summarizeStep(code, counted, standing);
  const span = { startedAt, endedAt: performance.now() / 1000 };
  if (summary.failed > 0 && output !== '') print(output.trimEnd());
  for (const sentence of standing) print(`FAILED ${name}: ${sentence}`);
  const seconds = (span.endedAt - span.startedAt).toFixed(1);
  print(`${summary.failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${summaryLine(summary)} (${seconds} s)`);
  return { name, summary, span, retried };
}

function notRun(name, missing) {
  console.log(`FAILED ${name}: not run, since ${missing} failed`);
  return { name, summary: { passed: 0, failed: 1, skipped: 0 }, retried: [] };
}
