import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { customElements } from '../build/custom-elements.mjs';
import { thirdPartyNotices } from '../build/notices.mjs';
import { measure } from '../check/sizes.mjs';
import { CommandError } from '../log.mjs';
import { root } from '../paths.mjs';
import { runPackageQuietly } from '../spawn.mjs';
import { storeDependencies } from '../store-dependencies.mjs';

export const packageFolder = `${root}/dist/package`;

/** Each import path of the package, and the file of it. */
const entries = { '.': 'create-chat', './element': 'element', './store': 'store' };

/** Types for what these frameworks write, `import type {} from 'porchlight-chat/react'`, so that no framework is a dependency. */
const frameworks = { './react': 'react', './preact': 'preact', './vue': 'vue' };

/** Builds what is published to npm into `dist/package`: modules, types and its `package.json`. */
export async function buildPackage() {
  rmSync(packageFolder, { recursive: true, force: true });
  mkdirSync(packageFolder, { recursive: true });
  const moduleIds = [...(await buildModules('package')), ...(await buildModules('package-store'))];
  await emitTypes();
  writeFileSync(`${packageFolder}/package.json`, `${JSON.stringify(manifest(), null, 2)}\n`);
  writeFileSync(`${packageFolder}/custom-elements.json`, `${JSON.stringify(customElements(), null, 2)}\n`);
  for (const name of Object.values(frameworks)) writeFileSync(`${packageFolder}/${name}.js`, 'export {};\n');
  writeFileSync(`${packageFolder}/THIRD-PARTY-NOTICES.txt`, thirdPartyNotices(moduleIds));
  for (const file of ['LICENSE', 'src/embed/npm-package/README.md']) {
    writeFileSync(`${packageFolder}/${file.replace(/.*\//, '')}`, readFileSync(`${root}/${file}`));
  }
}

async function buildModules(mode) {
  const { build } = await import('vite');
  const result = await build({ root, configFile: `${root}/vite.config.ts`, mode, logLevel: 'warn' });
  const chunks = [result].flat().flatMap(({ output }) => output.filter((file) => file.type === 'chunk'));
  return chunks.flatMap((chunk) => Object.keys(chunk.modules));
}

/** Only what the entries name, by the names it has in the package: the rest is not public. */
async function emitTypes() {
  const all = `${root}/dist/types`;
  rmSync(all, { recursive: true, force: true });
  const { code, output } = await runPackageQuietly('typescript/bin/tsc', [
    '-p',
    'src/embed/npm-package/tsconfig.json',
    '--outDir',
    all,
  ]);
  if (code !== 0) throw new CommandError(`the package's types could not be made:\n${output}`);
  const wanted = new Set(
    Object.values({ ...entries, ...frameworks }).map((entry) => `embed/npm-package/${entry}.d.ts`),
  );
  for (const file of wanted) {
    const text = readFileSync(join(all, file), 'utf8');
    for (const [, path] of text.matchAll(/(?:from |import\(|import )'(\.[^']+)\.tsx?'/g))
      wanted.add(`${join(dirname(file), path)}.d.ts`);
    const published = text
      .replace(/'(\.[^']+)\.tsx?'/g, "'$1.js'")
      .replaceAll("'@preact/signals'", "'@preact/signals-core'");
    mkdirSync(dirname(join(packageFolder, 'types', file)), { recursive: true });
    writeFileSync(join(packageFolder, 'types', file), published);
  }
  rmSync(all, { recursive: true });
}

function manifest() {
  const own = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  const { version, license, description } = own;
  const exports = Object.entries({ ...entries, ...frameworks }).map(([path, file]) => [
    path,
    { types: `./types/embed/npm-package/${file}.d.ts`, default: `./${file}.js` },
  ]);
  return {
    name: 'porchlight-chat',
    version,
    description,
    license,
    type: 'module',
    exports: {
      ...Object.fromEntries(exports),
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    customElements: 'custom-elements.json',
    sideEffects: ['./element.js'],
    dependencies: Object.fromEntries(storeDependencies.map((name) => [name, own.devDependencies[name]])),
  };
}

/** One sentence for each thing that other people's tools would stumble over. */
export async function packageProblems() {
  if (!existsSync(`${packageFolder}/package.json`)) throw new CommandError('there is no package: build it first');
  const [{ publint }, { formatMessage }] = [await import('publint'), await import('publint/utils')];
  const { messages, pkg } = await publint({ pkgDir: packageFolder, strict: true });
  const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
  const analysis = await checkPackage(createPackageFromTarballData(await tarball()));
  const problems = analysis.types === false ? [{ kind: 'NoTypes' }] : analysis.problems;
  return [
    ...messages.map((message) => formatMessage(message, pkg) ?? message.code),
    // An older TypeScript's ways of looking, and CommonJS, are not served: the package is ESM.
    ...problems
      .filter(({ kind, resolutionKind }) => resolutionKind !== 'node10' && kind !== 'CJSResolvesToESM')
      .map((problem) => JSON.stringify(problem)),
  ];
}

async function tarball() {
  const { execFileSync } = await import('node:child_process');
  const folder = `${root}/dist/packed`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const npm = process.env.npm_execpath;
  const args = ['pack', packageFolder, '--pack-destination', folder, '--json', '--silent'];
  const output = npm ? execFileSync(process.execPath, [npm, ...args]) : execFileSync('npm', args);
  const [{ filename }] = JSON.parse(String(output));
  return new Uint8Array(readFileSync(`${folder}/${filename}`));
}

/** Gzipped bytes of `/store` with its signals, requests and connection. */
export const storeBudget = 26_624;

export const hostsFolder = `${root}/dist/hosts`;

/** Builds the small projects in `examples/hosts` as their owners would, with the package in their `node_modules`. */
export async function buildHosts() {
  const { build } = await import('vite');
  rmSync(hostsFolder, { recursive: true, force: true });
  cpSync(`${root}/examples/hosts`, hostsFolder, { recursive: true });
  mkdirSync(`${hostsFolder}/node_modules`);
  symlinkSync(packageFolder, `${hostsFolder}/node_modules/porchlight-chat`, 'dir');
  for (const name of readdirSync(`${root}/examples/hosts`)) {
    const define = {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    };
    await build({
      root: `${hostsFolder}/${name}`,
      configFile: false,
      logLevel: 'warn',
      base: './',
      define,
      build: { outDir: 'built' },
    });
  }
}

/** What the store weighs in a page, its dependencies included: gzipped bytes. */
export async function measureStore() {
  const { build } = await import('vite');
  const input = `${packageFolder}/store.js`;
  const rolldownOptions = {
    input,
    preserveEntrySignatures: 'strict',
    output: { codeSplitting: false, comments: false },
  };
  const result = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: { write: false, target: 'es2022', rolldownOptions },
  });
  return measure([result].flat()[0].output[0].code).gzip;
}
