import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { CommandError, log } from '../log.mjs';
import { root } from '../paths.mjs';
import { fingerprint } from './fingerprint.mjs';
import { thirdPartyNotices } from './notices.mjs';

const dist = `${root}/dist`;
const stamp = `${dist}/.sources`;
const outputs = [
  'porchlight/chat.js',
  'porchlight/later.js',
  'porchlight/page.js',
  'porchlight/widget.js',
  'porchlight/porchlight.js',
  'porchlight/porchlight.single.js',
  'console/index.html',
  'playground/index.html',
  'build.json',
];
/** Stands in the loader while its hash is taken: as long as a build's name, and not to be met by chance. */
const unnamedBuild = '0build1n';

/** Builds what browsers get, into `dist/`. */
export async function build() {
  const sources = sourcesHash();
  process.env.NODE_ENV = 'production';
  rmSync(stamp, { force: true });
  mkdirSync(`${dist}/porchlight`, { recursive: true });
  const started = performance.now();

  // Each file holds the hash of the one it fetches: what the loader runs is certain down to the last byte.
  const [chat, later, page] = [await buildOne('chat'), await buildOne('later'), await buildOne('page')];
  const widget = await buildOne('widget', {
    define: {
      __PORCHLIGHT_CHAT_INTEGRITY__: quotedHash(chat),
      __PORCHLIGHT_LATER_INTEGRITY__: quotedHash(later),
      __PORCHLIGHT_LANGUAGES__: JSON.stringify('files'),
    },
  });
  const loader = await buildOne('loader', {
    define: {
      __PORCHLIGHT_WIDGET_INTEGRITY__: quotedHash(widget),
      __PORCHLIGHT_PAGE_INTEGRITY__: quotedHash(page),
      __PORCHLIGHT_BUILD__: JSON.stringify(unnamedBuild),
      __PORCHLIGHT_FILE__: JSON.stringify('porchlight.js'),
    },
  });
  const single = await buildOne('single', {
    define: {
      // None: all of it is inside.
      __PORCHLIGHT_CHAT_INTEGRITY__: JSON.stringify(''),
      __PORCHLIGHT_LATER_INTEGRITY__: JSON.stringify(''),
      // Nor may others be fetched, and all of them would be too much: it speaks English, or what the tag says.
      __PORCHLIGHT_LANGUAGES__: JSON.stringify('none'),
      __PORCHLIGHT_FILE__: JSON.stringify('porchlight.single.js'),
    },
  });
  const modules = { chat, later, page, widget };
  const data = { ...themes(), ...(await languages()) };
  const name = nameOf([widget, loader, single, ...Object.values(data).map((code) => ({ code }))]);
  const console = await buildOne('console', { build: { write: true } });
  const playground = await buildOne('playground', { build: { write: true } });

  const files = {
    ...Object.fromEntries(Object.entries(modules).map(([file, { code }]) => [`${file}.js`, code])),
    'porchlight.js': loader.code.replaceAll(unnamedBuild, name),
    'porchlight.single.js': single.code,
    ...data,
  };
  for (const [file, code] of Object.entries(files)) writeFileSync(`${dist}/porchlight/${file}`, code);
  writeFileSync(
    `${dist}/porchlight/THIRD-PARTY-NOTICES.txt`,
    thirdPartyNotices([...Object.values(modules), loader, single].flatMap(({ moduleIds }) => moduleIds)),
  );
  for (const [folder, { moduleIds }] of Object.entries({ console, playground })) {
    writeFileSync(`${dist}/${folder}/THIRD-PARTY-NOTICES.txt`, thirdPartyNotices(moduleIds));
  }
  const integrity = Object.fromEntries(Object.entries(files).map(([file, code]) => [file, integrityOf(code)]));
  writeFileSync(`${dist}/build.json`, `${JSON.stringify({ build: name, integrity }, null, 2)}\n`);
  writeFileSync(stamp, sources);
  log(`built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return 0;
}

/** Builds unless `dist/` already holds what the sources say. */
export async function buildIfChanged() {
  const isCurrent =
    outputs.every((file) => existsSync(`${dist}/${file}`)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === sourcesHash();
  if (isCurrent) return;
  log('building the widget and the console');
  await build();
}

function sourcesHash() {
  return fingerprint(['src', 'public/themes', 'scripts', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'], {
    extra: process.version,
    skip: (path) => /^src\/(server|testing)\/|\.(test|bench)\.(tsx?|mjs)$/.test(path),
  });
}

/** Style sheets that pages may link, beside what the loader fetches. */
function themes() {
  const folder = `${root}/public/themes`;
  const read = (file) => [`theme-${file}`, readFileSync(`${folder}/${file}`, 'utf8')];
  return Object.fromEntries(readdirSync(folder).map(read));
}

/** The messages of each language as plain data. */
async function languages() {
  const { locales } = await import('../../src/embed/contract/locales.ts');
  const files = {};
  for (const name of locales) {
    const { messages } = await import(`../../src/embed/widget/messages/${name}.ts`);
    files[`${name}.json`] = JSON.stringify(messages);
  }
  return files;
}

function nameOf(parts) {
  const hash = createHash('sha256');
  for (const { code } of parts) hash.update(code);
  return hash.digest('hex').slice(0, 8);
}

const integrityOf = (code) => `sha256-${createHash('sha256').update(code).digest('base64')}`;

const quotedHash = ({ code }) => JSON.stringify(integrityOf(code));

/** What a page runs as an ordinary script. */
const tags = ['loader', 'single'];

/** A page reads a script in the page's own encoding where its server names none. Zipped it is smaller, too. */
const escapeToAscii = (code) =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Pages of our own, in as many files as they like. */
const sites = ['console', 'playground'];

async function buildOne(mode, overrides = {}) {
  const { build: viteBuild, mergeConfig } = await import('vite');
  const quiet = {
    ...(sites.includes(mode) ? {} : { root }),
    configFile: `${root}/vite.config.ts`,
    mode,
    logLevel: 'warn',
    build: { write: false },
  };
  const result = await viteBuild(mergeConfig(quiet, overrides)).catch((error) => {
    throw new CommandError(`the ${mode} build failed: ${error.message}`);
  });
  const chunks = [result].flat().flatMap(({ output }) => output.filter((file) => file.type === 'chunk'));
  const [entry] = chunks;
  if (entry === undefined) throw new CommandError(`the ${mode} build gave no code`);
  if (!sites.includes(mode)) assertComplete(mode, chunks, result);
  return {
    code: tags.includes(mode) ? escapeToAscii(entry.code) : entry.code,
    moduleIds: chunks.flatMap((chunk) => renderedModules(chunk)),
  };
}

function assertComplete(mode, chunks, result) {
  const files = [result].flat().flatMap(({ output }) => output.map((file) => file.fileName));
  if (files.length !== 1) throw new CommandError(`the ${mode} has to be one file, but became ${files.join(', ')}`);
  if (tags.includes(mode) && /^(var|let|const) /.test(chunks[0].code)) {
    throw new CommandError('src/embed/loader/main.ts may export nothing: it would leave a global on the page');
  }
  const leftover = /__PORCHLIGHT_[A-Z_]+__/.exec(chunks[0].code)?.[0];
  if (leftover !== undefined) throw new CommandError(`the ${mode} names ${leftover}, which it must not know`);
}

function renderedModules(chunk) {
  return Object.entries(chunk.modules)
    .filter(([, module]) => module.renderedLength > 0)
    .map(([id]) => id);
}
