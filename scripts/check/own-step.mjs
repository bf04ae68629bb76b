// Runs one step of ours in this process and ends with 1 where it found a problem.
import { CommandError } from '../log.mjs';

const own = { build, budgets, package: packed };

try {
  const problems = await own[process.argv[2]]();
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.log(error.message);
  process.exitCode = 1;
}

async function build() {
  const { buildIfChanged } = await import('../build/build.mjs');
  await buildIfChanged();
  return [];
}

async function budgets() {
  const { exceededBudgets, measureBuild } = await import('./sizes.mjs');
  const sizes = measureBuild();
  const { loader, both, all, console: desk } = sizes;
  console.log(
    `loader ${loader.gzip}, with widget ${both.gzip}, with the chat's code ${all.gzip}, the console ${desk.gzip} bytes gzipped`,
  );
  return exceededBudgets(sizes);
}

/** The package as others import it, checked by their tools, and small projects of theirs built with it. */
async function packed() {
  const { buildHosts, buildPackage, hostsFolder, measureStore, packageProblems, storeBudget } = await import(
    '../release/package.mjs'
  );
  const { problemsOnAServer } = await import('../release/package-on-a-server.mjs');
  await buildPackage();
  const problems = await packageProblems();
  await buildHosts();
  problems.push(...problemsOnAServer(hostsFolder));
  const { sideEffectProblems, typeProblems } = await import('../release/package-checks.mjs');
  problems.push(...(await typeProblems()), ...(await sideEffectProblems()));
  const size = await measureStore();
  console.log(`the store without a view ${size} bytes gzipped`);
  if (size > storeBudget) problems.push(`the store without a view: ${size - storeBudget} bytes over ${storeBudget}`);
  return problems;
}
