import { CommandError } from '../log.mjs';
import { root } from '../paths.mjs';
import { budgets, measure, measureBuild } from './sizes.mjs';

const benches = { size: benchSize, widget: benchWidget, service: benchService, desk: benchDesk };

/**
 * Measures beside floors and prints a table.
 * @param {string[]} names none: all of them
 */
export async function bench(names) {
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    if (!Object.hasOwn(benches, name)) {
      throw new CommandError(`there is no bench "${name}"; there are ${Object.keys(benches).join(', ')}`);
    }
    await benches[name]();
  }
  return 0;
}

async function benchWidget() {
  const { buildIfChanged } = await import('../build/build.mjs');
  await buildIfChanged();
  const { benchWidget } = await import('../../e2e/bench/widget.ts');
  await benchWidget();
}

async function benchService() {
  const { benchService } = await import('../../e2e/bench/service.ts');
  await benchService();
}

async function benchDesk() {
  const { buildIfChanged } = await import('../build/build.mjs');
  await buildIfChanged();
  const { benchDeskSearch } = await import('../../e2e/bench/desk-search.ts');
  await benchDeskSearch();
  const { benchDesk } = await import('../../e2e/bench/desk.ts');
  await benchDesk();
}

async function benchSize() {
  const { buildIfChanged } = await import('../build/build.mjs');
  await buildIfChanged();
  const { loader, widget, chat, single, both, all, page, later, language, translated } = measureBuild();
  const floor = measure(await buildFloor());
  const rows = [
    ['loader (porchlight.js)', loader, budgets.loader],
    ['widget (widget.js)', widget, ''],
    ['both, until the composer is ready', both, budgets.both],
    ['the largest language', language, budgets.language],
    ['the same in that language', translated, budgets.translated],
    ["the chat's code (chat.js)", chat, ''],
    ['all three, once a chat starts', all, budgets.all],
    ['what a page may want (page.js)', page, ''],
    ['what a visitor may want (later.js)', later, ''],
    ['in one file (porchlight.single.js)', single, ''],
    ['floor: the libraries alone', floor, ''],
    ['all three above the floor', { raw: all.raw - floor.raw, gzip: all.gzip - floor.gzip }, ''],
  ];
  console.log(`${''.padEnd(36)}${'bytes'.padStart(9)}${'gzip -9'.padStart(9)}${'budget'.padStart(9)}`);
  for (const [label, { raw, gzip }, budget] of rows) {
    console.log(`${label.padEnd(36)}${cell(raw)}${cell(gzip)}${cell(budget)}`);
  }
}

function cell(value) {
  return String(value).padStart(9);
}

/** The libraries every chat of this design needs, with a bare render: below this, code of ours cannot take it. */
const floorSource = `
  import { signal } from '@preact/signals';
  import { h, render } from 'preact';
  const text = signal('');
  export function mount(element, uri) {
    new WebSocket(uri).onmessage = (event) => { text.value = event.data; };
    render(h('p', null, text), element);
  }
`;

async function buildFloor() {
  const { build, loadConfigFromFile, mergeConfig } = await import('vite');
  const environment = { command: 'build', mode: 'widget' };
  const loaded = await loadConfigFromFile(environment, `${root}/vite.config.ts`, root, 'silent');
  const entry = `${root}/src/floor.js`;
  const plugin = {
    name: 'porchlight:floor',
    enforce: 'pre',
    resolveId: (id) => (id === entry ? id : undefined),
    load: (id) => (id === entry ? floorSource : undefined),
  };
  process.env.NODE_ENV = 'production';
  const config = mergeConfig(loaded.config, {
    root,
    configFile: false,
    mode: 'widget',
    logLevel: 'warn',
    plugins: [plugin],
    build: { write: false },
  });
  config.build.rolldownOptions.input = entry;
  const [result] = [await build(config)].flat();
  return result.output[0].code;
}
