import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import type { UserConfig } from 'vite';
import { defineConfig } from 'vite';

/** Browsers that know `light-dark()` and relative colours: lowering either, or logical properties, costs kilobytes. */
const cssTarget = ['chrome123', 'firefox128', 'safari17.5'];

/** What a browser gets; `scripts/build.mjs` runs them in order and `scripts/dev.mjs` serves the sources instead. */
const builds: Record<string, UserConfig> = {
  widget: {
    publicDir: false,
    plugins: [preact({ devToolsEnabled: false, reactAliasesEnabled: false })],
    build: {
      outDir: 'dist/porchlight',
      emptyOutDir: false,
      target: 'es2022',
      cssTarget,
      modulePreload: false,
      // Not `build.lib`: as a library, an ES module keeps its white space.
      rolldownOptions: {
        input: 'src/widget/main.ts',
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: 'widget.js',
          codeSplitting: false,
          // The licences lie beside the file, in THIRD-PARTY-NOTICES.txt.
          comments: false,
        },
      },
    },
  },
  /** HTTP and socket: only a chat needs them, and until it starts the composer is there without. */
  wire: {
    publicDir: false,
    build: {
      outDir: 'dist/porchlight',
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      // Not `build.lib`: as a library, an ES module keeps its white space.
      rolldownOptions: {
        input: 'src/api/guest-api.ts',
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: 'wire.js',
          codeSplitting: false,
          // The licences lie beside the file, in THIRD-PARTY-NOTICES.txt.
          comments: false,
        },
      },
    },
  },
  loader: {
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: 'dist/porchlight',
      emptyOutDir: false,
      target: 'es2020',
      cssTarget,
      modulePreload: false,
      lib: {
        entry: 'src/loader/main.ts',
        formats: ['iife'],
        name: 'PorchlightLoader',
        fileName: () => 'porchlight.js',
      },
      rolldownOptions: { output: { comments: false, strict: true } },
    },
  },
  /** Loader, widget and wire client in one classic script, for pages that pin one file and let it fetch no other. */
  single: {
    publicDir: false,
    plugins: [preact({ devToolsEnabled: false, reactAliasesEnabled: false })],
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: {
      alias: [
        {
          find: './widget-chunk.ts',
          replacement: fileURLToPath(import.meta.resolve('./src/package/single-file-chunk.ts')),
        },
      ],
    },
    build: {
      outDir: 'dist/porchlight',
      emptyOutDir: false,
      target: 'es2022',
      cssTarget,
      modulePreload: false,
      lib: {
        entry: 'src/loader/main.ts',
        formats: ['iife'],
        name: 'PorchlightLoader',
        fileName: () => 'porchlight.single.js',
      },
      rolldownOptions: { output: { comments: false, strict: true } },
    },
  },
  console: {
    root: 'src/console',
    base: '/console/',
    publicDir: false,
    plugins: [preact({ devToolsEnabled: false, reactAliasesEnabled: false })],
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
