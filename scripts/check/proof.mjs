import { CommandError } from '../log.mjs';
import { prepareEngines } from './engines.mjs';
import { playwright, vitest } from './steps.mjs';
import { prepareEnvironment, step } from './test.mjs';
import { sum, summaryLine } from './test-summary.mjs';

/** No sign of life for so long is standing still, also for one test of an hour's schedules. */
const stillMs = 2 * 60 * 60_000;
const schedules = { PORCHLIGHT_SCHEDULES: process.env.PORCHLIGHT_SCHEDULES ?? '100000' };

/** What takes long. Each answers like a step; `build` says that it needs one, `engines` what must be on the machine. */
const parts = {
  words: {
    run: (words) =>
      vitest({ report: 'proof-words', words: words.length > 0 ? words : simulations, env: schedules, stillMs }),
    engines: [],
    build: false,
  },
  realtime: {
    run: (words) => playwright({ report: 'proof-realtime', words, projects: ['proof'], stillMs: 20 * 60_000 }),
    engines: ['chromium'],
    build: true,
  },
  journeys: {
    run: (words) =>
      playwright({ report: 'proof-journeys', words, projects: ['proof-once-more'], stillMs: 10 * 60_000 }),
    engines: ['postgres', 'chromium'],
    build: true,
  },
};
const simulations = ['src/chat/reconciler/reconciliation.test.ts', 'src/chat-store/tab-reconciliation.test.ts'];

/**
 * Runs what takes long, or the named parts of it. A part that executed nothing fails. The last line is the sum.
 * @param {string[]} args names of parts; then words that choose among their files
 */
export async function proof(args) {
  const names = args.filter((arg) => Object.hasOwn(parts, arg));
  const words = args.filter((arg) => !names.includes(arg));
  if (words.length > 0 && names.length !== 1) {
    throw new CommandError(`there is no proof "${words[0]}"; there are ${Object.keys(parts).join(', ')}`);
  }
  prepareEnvironment();
  const wanted = names.length > 0 ? names : Object.keys(parts);
  const { missing, stop } = await prepareEngines([...new Set(wanted.flatMap((name) => parts[name].engines))]);
  const ran = [];
  try {
    if (wanted.some((name) => parts[name].build)) ran.push(await step('build', []));
    for (const name of wanted)
      ran.push(await step(name, words, { run: (_, chosen) => runPart(name, chosen, missing) }));
  } finally {
    await stop();
  }
  const total = sum(ran.map(({ summary }) => summary));
  console.log(`\n${summaryLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

/** Fails where an engine of the part is missing. */
async function runPart(name, words, missing) {
  const absent = missing.find(({ engine }) => parts[name].engines.includes(engine));
  if (absent) return { code: 1, output: `${absent.name} is not on this machine. To get it: ${absent.way}` };
  return parts[name].run(words);
}
