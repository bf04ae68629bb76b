import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { locales } from '../../src/embed/contract/locales.ts';
import { root } from '../paths.mjs';

/**
 * @param {string | Buffer} content
 * @returns {{ raw: number, gzip: number }} bytes
 */
export function measure(content) {
  return { raw: Buffer.byteLength(content), gzip: gzipSync(content, { level: 9 }).length };
}

/**
 * As built: `both` until the composer is ready, `translated` the same in the language that takes most, `all` once a chat
 * starts, `page` and `later` where they are wanted; `console` until the desk is drawn, in the language that takes most.
 */
export function measureBuild() {
  const of = (name) => measure(readFileSync(`${root}/dist/porchlight/${name.includes('.json') ? name : `${name}.js`}`));
  const [loader, widget, chat, single] = [of('porchlight'), of('widget'), of('chat'), of('porchlight.single')];
  const both = together(loader, widget);
  const [language] = locales.map((name) => of(`${name}.json`)).sort((one, other) => other.gzip - one.gzip);
  const translated = together(both, language);
  const all = together(both, chat);
  const console = measureConsole();
  return {
    loader,
    widget,
    chat,
    single,
    both,
    language,
    translated,
    all,
    page: of('page'),
    later: of('later'),
    console,
  };
}

function measureConsole() {
  const folder = `${root}/dist/console`;
  const assets = readdirSync(`${folder}/assets`).map((name) => ({
    name,
    size: measure(readFileSync(`${folder}/assets/${name}`)),
  }));
  // The entry and its style sheet carry the page's name; every other script is a language.
  const first = assets.filter(({ name }) => /^index-.*\.(js|css)$/.test(name));
  const languages = assets.filter(({ name }) => name.endsWith('.js') && !name.startsWith('index-'));
  if (first.length !== 2)
    throw new Error(`the console has ${first.length} first files, not a script and a style sheet`);
  const [largest] = languages.sort((one, other) => other.size.gzip - one.size.gzip);
  const sizes = [...first, ...(largest ? [largest] : [])].map(({ size }) => size);
  return sizes.reduce(together, measure(readFileSync(`${folder}/index.html`)));
}

function together(one, other) {
  return { raw: one.raw + other.raw, gzip: one.gzip + other.gzip };
}

/** Gzipped bytes. A visitor may not be made to load more. */
export const budgets = {
  loader: 3072,
  both: 28_672,
  language: 2048,
  translated: 30_720,
  all: 49_152,
  console: 102_400,
};
const labels = {
  loader: 'the loader',
  both: 'loader and widget together',
  language: 'the largest language',
  translated: 'loader, widget and the largest language together',
  all: "loader, widget and the chat's code together",
  console: 'the console until the desk is drawn',
};

/**
 * One sentence for each budget that is exceeded.
 * @param {ReturnType<typeof measureBuild>} sizes
 */
export function exceededBudgets(sizes) {
  return Object.entries(budgets)
    .filter(([name, limit]) => sizes[name].gzip > limit)
    .map(([name, limit]) => {
      const { gzip } = sizes[name];
      return `${labels[name]}: ${gzip} bytes gzipped, ${gzip - limit} over the budget of ${limit}`;
    });
}
