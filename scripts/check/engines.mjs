import { log } from '../log.mjs';

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
    const { startTestPostgres, howToInstallPostgres } = await import('../env/postgres.mjs');
    const postgres = await startTestPostgres();
    if (!postgres.isRunning) return { name: 'PostgreSQL', way: howToInstallPostgres };
    log(
      postgres.version === undefined
        ? 'engines: SQLite and the given PostgreSQL'
        : `engines: SQLite and PostgreSQL ${postgres.version}`,
    );
    return { stop: postgres.stop };
  },
  async chromium() {
    const { ensureBrowser, howToInstallChromium } = await import('../env/chromium.mjs');
    return ensureBrowser() === undefined ? { name: 'Chromium', way: howToInstallChromium } : {};
  },
  async firefox() {
    const { ensureFirefox, howToInstallFirefox } = await import('../env/firefox.mjs');
    return ensureFirefox() === undefined ? { name: 'Firefox', way: howToInstallFirefox } : {};
  },
};
