import { say } from '../log.mjs';

/** The engines a run may need. @typedef {'postgres' | 'chromium' | 'firefox'} EngineName */

const noStop = async () => {};

/**
 * Finds, or installs, what the steps need, before any of them is timed.
 * @param {EngineName[]} names
 * @returns {Promise<{ missing: (import('./missing-engines.mjs').MissingEngine & { engine: EngineName })[],
 *   seconds: number, stop: () => Promise<void> }>} `seconds` it took
 */
export async function prepareEngines(names) {
  const started = performance.now();
  const missing = [];
  let stop = noStop;
  for (const name of names) {
    const prepared = await prepare[name]();
    if (prepared.way !== undefined) missing.push({ engine: name, name: prepared.name, way: prepared.way });
    stop = prepared.stop ?? stop;
  }
  return { missing, seconds: (performance.now() - started) / 1000, stop };
}

/** Each answers a `way` where there is none. */
const prepare = {
  async postgres() {
    const { lendPostgres, wayToPostgres } = await import('../env/postgres.mjs');
    const lent = await lendPostgres();
    if (!lent.isThere) return { name: 'PostgreSQL', way: wayToPostgres };
    say(
      lent.version === undefined
        ? 'engines: SQLite and the given PostgreSQL'
        : `engines: SQLite and PostgreSQL ${lent.version}`,
    );
    return { stop: lent.giveBack };
  },
  async chromium() {
    const { ensureBrowser, wayToChromium } = await import('../env/chromium.mjs');
    return ensureBrowser() === undefined ? { name: 'Chromium', way: wayToChromium } : {};
  },
  async firefox() {
    const { ensureFirefox, wayToFirefox } = await import('../env/firefox.mjs');
    return ensureFirefox() === undefined ? { name: 'Firefox', way: wayToFirefox } : {};
  },
};
