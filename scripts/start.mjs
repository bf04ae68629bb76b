import { buildIfChanged } from './build/build.mjs';
import { root } from './paths.mjs';
import { run } from './spawn.mjs';

/** What the service ends with when the playground has it crash (`src/server/main.ts`). */
const crashed = 75;

/** Builds what changed, then runs the service until it ends. */
export async function start() {
  const environment = process.env.NODE_ENV;
  await buildIfChanged();
  const env = { ...process.env, NODE_ENV: environment ?? 'production' };
  const args = ['--disable-warning=ExperimentalWarning', `${root}/src/server/main.ts`];
  let code = crashed;
  while (code === crashed) code = await run(process.execPath, args, { env: { ...env, PORCHLIGHT_RESTARTS: 'yes' } });
  return code;
}
