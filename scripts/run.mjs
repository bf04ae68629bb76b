// The one door: every npm script comes through here. Plain JavaScript without dependencies, so that it loads in an
// older Node and before anything is installed.

import { installDependencies } from './env/install.mjs';
import { environmentOfThisNode, fetchedMs, findNewerNode, guarded } from './env/node-version.mjs';
import { CommandError, log } from './log.mjs';
import { root } from './paths.mjs';
import { run } from './spawn.mjs';

const commands = {
  start: async () => (await import('./start.mjs')).start(),
  dev: async () => (await import('./dev.mjs')).dev(),
  build: async () => (await import('./build/build.mjs')).build(),
  package: async () => (await import('./release/package.mjs')).buildPackage(),
  test: async (args, installed) => (await import('./check/test.mjs')).test(args, installed),
  check: async (_, installed) => (await import('./check/test.mjs')).test(['types', 'lint', 'unit'], installed),
  proof: async (args) => (await import('./check/proof.mjs')).proof(args),
  bench: async (args) => (await import('./check/bench.mjs')).bench(args),
  pictures: async () => (await import('./release/pictures.mjs')).pictures(),
  admin: async (args) => (await import('./admin.mjs')).admin(args),
  format: async (args) => (await import('./check/format.mjs')).format(args),
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  log(error.message);
  process.exitCode = 1;
}

async function main([name = '', ...args]) {
  const started = performance.now();
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new CommandError(`there is no command "${name}"; there are ${Object.keys(commands).join(', ')}`);
  }
  const newerNode = findNewerNode();
  if (newerNode !== undefined) {
    return run(newerNode, [`${root}/scripts/run.mjs`, name, ...args], {
      env: guarded(process.env, performance.now() - started),
    });
  }
  Object.assign(process.env, environmentOfThisNode());
  await installDependencies();
  const installedSeconds = (performance.now() - started + fetchedMs(process.env)) / 1000;
  return (await command(args, { installedSeconds })) ?? 0;
}
