import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import type { Plugin, UserConfig } from 'vite';
import { defineConfig } from 'vite';
import { storeDependencies } from './scripts/store-dependencies.mjs';

/** Browsers that know `light-dark()` and relative colours: lowering either, or logical properties, costs kilobytes. */
const cssTarget = ['chrome123', 'firefox128', 'safari17.5'];

/** What packages do that a host page does not bear or need; a package that no longer does it stops the build. */
const packageChanges: { in: RegExp; pattern: RegExp; count: number; replacement: string }[] = [
  // On a page that froze `Object.prototype` nothing may be given a `valueOf` or `toString` by assignment, as signals are. They
  // are for signals in sums and texts, which ours never are.
  {
    in: /signals-core/,
    pattern: /\w+\.prototype\.(?:valueOf|toString)=function\(\)\{[^}]*\};/g,
    count: 2,
    replacement: '',
  },
  // ky's errors are given their names by assignment, for which the same is true of `Error.prototype`.
  {
    in: /ky\/distribution\/errors\/(?:HTTP|Timeout)Error/,
    pattern: /this\.name = ('\w+');/g,
    count: 1,
    replacement: "Object.defineProperty(this, 'name', { value: $1 });",
  },
  // How far an upload or a download has come, of which nothing here asks to know.
  {
    in: /ky\/distribution\/utils\/body/,
    pattern: /^[\s\S]+$/g,
    count: 1,
    replacement: 'export const streamRequest = (request) => request, streamResponse = (response) => response;',
  },
  // reconnecting-websocket can write addresses to the console, and ours hold tokens.
  { in: /reconnecting-websocket/, pattern: /\b_?this\._debug\([^;]*\);/g, count: 17, replacement: '' },
];

const changePackages: Plugin = {
  name: 'change-packages',
  transform(code, id) {
    const change = packageChanges.find((one) => one.in.test(id));
    if (!change) return undefined;
    const { pattern, count, replacement } = change;
    if (code.match(pattern)?.length !== count) throw new Error(`${id} is not what it was: see packageChanges`);
    return { code: code.replace(pattern, replacement), map: null };
  },
};

const preactPlugins = [preact({ devToolsEnabled: false, reactAliasesEnabled: false }), changePackages];

/** One file of code that others fetch when it is wanted. Not `build.lib`: as a library, it would keep its white space. */
function moduleOf(input: string, file: string): UserConfig {
  return {
    publicDir: false,
    build: {
      outDir: 'dist/porchlight',
      emptyOutDir: false,
      target: 'es2022',
      cssTarget,
      modulePreload: false,
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'strict',
        // The licences lie beside the file, in THIRD-PARTY-NOTICES.txt.
        output: { format: 'es', entryFileNames: file, codeSplitting: false, comments: false },
      },
    },
  };
}

/** Readable modules for other people's bundlers, which take out what is not used and make it small. */
function packageOf(entry: Record<string, string>): UserConfig {
  return {
    publicDir: false,
    build: {
      outDir: 'dist/package',
      emptyOutDir: false,
      target: 'es2022',
      cssTarget,
      minify: false,
      lib: { entry, formats: ['es'], fileName: (_, name) => `${name}.js` },
      rolldownOptions: { external: storeDependencies, output: { chunkFileNames: 'parts/[name]-[hash].js' } },
    },
  };
}

/** Has the loader get the other parts there, in place of fetching files. */
const partsFrom = (path: string) => ({
  find: './chunk-loader.ts',
  replacement: fileURLToPath(import.meta.resolve(path)),
});

/** What a browser gets; `scripts/build/build.mjs` runs them in order and `scripts/dev.mjs` serves the sources instead. */
const builds: Record<string, UserConfig> = {
  widget: { plugins: preactPlugins, ...moduleOf('src/embed/widget/main.ts', 'widget.js') },
  /** Requests, socket and reconciliation: only a chat needs them, and until it starts the composer is there without. */
  chat: {
    ...moduleOf('src/embed/chat-engine/compose.ts', 'chat.js'),
    plugins: [changePackages],
    resolve: {
      alias: { '@preact/signals': fileURLToPath(import.meta.resolve('./src/embed/chat-engine/shared-signals.ts')) },
    },
  },
  /** What a visitor may come to want while chatting: transcript files, a tone, a title that flashes. */
  later: moduleOf('src/embed/extras/main.ts', 'later.js'),
  /** What a page may come to want of its chat: verbs, live attributes, its own launcher, its own element. */
  page: moduleOf('src/embed/page-api/main.ts', 'page.js'),
  loader: {
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: 'dist/porchlight',
      emptyOutDir: false,
      target: 'es2022',
      cssTarget,
      modulePreload: false,
      lib: {
        entry: 'src/embed/loader/main.ts',
        formats: ['iife'],
        name: 'PorchlightLoader',
        fileName: () => 'porchlight.js',
      },
      rolldownOptions: { output: { comments: false, strict: false } },
    },
  },
  /** Loader, widget and chat in one classic script, for pages that pin one file and let it fetch no other. */
  single: {
    publicDir: false,
    plugins: preactPlugins,
    // It lies beside nothing.
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.url': '""' },
    resolve: {
      alias: [partsFrom('./src/embed/npm-package/single-file-chunk.ts')],
    },
    build: {
      outDir: 'dist/porchlight',
      emptyOutDir: false,
      target: 'es2022',
      cssTarget,
      modulePreload: false,
      lib: {
        entry: 'src/embed/loader/main.ts',
        formats: ['iife'],
        name: 'PorchlightLoader',
        fileName: () => 'porchlight.single.js',
      },
      rolldownOptions: { output: { comments: false, strict: true } },
    },
  },
  /** The package's store, without a view and without Preact; the page that imports it brings the signals. */
  'package-store': {
    ...packageOf({ store: 'src/embed/npm-package/store.ts' }),
    resolve: { alias: { '@preact/signals': '@preact/signals-core' } },
  },
  /** The package's chat as the widget is, and its element. */
  package: {
    ...packageOf({
      'create-chat': 'src/embed/npm-package/create-chat.ts',
      element: 'src/embed/npm-package/element.ts',
    }),
    plugins: preactPlugins,
    define: {
      __PORCHLIGHT_CHAT_INTEGRITY__: '""',
      __PORCHLIGHT_LATER_INTEGRITY__: '""',
      __PORCHLIGHT_LANGUAGES__: '"sources"',
      'process.env.NODE_ENV': '"production"',
    },
    resolve: { alias: [partsFrom('./src/embed/npm-package/package-chunk.ts')] },
  },
  playground: {
    root: 'src/playground',
    base: '/playground/',
    publicDir: false,
    plugins: preactPlugins,
    build: {
      outDir: '../../dist/playground',
      emptyOutDir: true,
      target: 'es2022',
      cssTarget,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: ['index', 'visitor'].map((name) => fileURLToPath(import.meta.resolve(`./src/playground/${name}.html`))),
        output: { comments: false },
      },
    },
  },
  console: {
    root: 'src/console',
    base: '/console/',
    publicDir: false,
    plugins: preactPlugins,
    build: {
      outDir: '../../dist/console',
      emptyOutDir: true,
      target: 'es2022',
      cssTarget,
      // The console's policy allows neither inline scripts nor data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { comments: false } },
    },
  },
};

export default defineConfig(({ mode }) => builds[mode] ?? {});
