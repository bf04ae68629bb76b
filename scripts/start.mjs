import { buildIfChanged } from './build.mjs';
import { run } from './child.mjs';
import { root } from './paths.mjs';

/** Builds what changed, then runs the service until it ends. */
export async function start() {
  const environment = process.env.NODE_ENV;
  await buildIfChanged();
  const env = { ...process.env, NODE_ENV: environment ?? 'production' };
  const args = ['--disable-warning=ExperimentalWarning', `${root}/src/server/main.ts`];
  return run(process.execPath, args, { env });
}
