import { readdirSync, readFileSync } from 'node:fs';
import { root } from '../paths.mjs';
import { run, runPackageQuietly } from '../spawn.mjs';
import { hostsFolder, packageFolder } from './package.mjs';

/** What the types say of the host projects, one sentence a project: they are written against the built package. */
export async function typeProblems() {
  const problems = [];
  for (const name of readdirSync(`${root}/examples/hosts`)) {
    const { code, output } = await runPackageQuietly('typescript/bin/tsc', ['-p', `${hostsFolder}/${name}`]);
    if (code !== 0) problems.push(`the host ${name} has wrong types:\n${output}`);
  }
  return problems;
}

const pureFiles = () => {
  const { exports, sideEffects } = JSON.parse(readFileSync(`${packageFolder}/package.json`, 'utf8'));
  const files = Object.values(exports).flatMap((way) => way.default ?? []);
  return files.filter((file) => !sideEffects.includes(file)).map((file) => `${packageFolder}/${file.slice(2)}`);
};

/** Holds the package to what it calls free of side effects: bundlers drop it unless it is used, and no page is touched. */
export async function sideEffectProblems() {
  const left = await bundleUnusedImports();
  const code = await run(process.execPath, ['--input-type=module', '--eval', besideADocument(pureFiles())]);
  return [
    ...(left === '' ? [] : [`importing the package for nothing keeps ${left.length} bytes: ${left.slice(0, 120)}`]),
    ...(code === 0 ? [] : ['importing the package touches the page (see above)']),
  ];
}

const besideADocument = (files) => `
  const touch = (_, name) => {
    throw new Error('the document was touched: ' + String(name));
  };
  globalThis.document = new Proxy({}, { get: touch, set: touch });
  for (const file of ${JSON.stringify(files)}) await import(file);
`;

/** What a bundler leaves of a page that imports it and names nothing of it. */
async function bundleUnusedImports() {
  const { build } = await import('vite');
  const code = pureFiles()
    .map((file) => `import '${file}';`)
    .join('');
  const id = 'virtual:page';
  const page = {
    name: 'page',
    resolveId: (source) => (source === id ? id : undefined),
    load: (source) => (source === id ? code : undefined),
  };
  const result = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    plugins: [page],
    build: { write: false, target: 'es2022', rolldownOptions: { input: id } },
  });
  // The output may hold files besides the entry.
  return [result]
    .flat()[0]
    .output.find((file) => file.isEntry)
    .code.trim();
}
