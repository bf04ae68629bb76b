import { availableParallelism } from 'node:os';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [preact({ devToolsEnabled: false })],
  define: {
    __PORCHLIGHT_BUILD__: JSON.stringify('0000000000000000'),
    __PORCHLIGHT_WIDGET_INTEGRITY__: JSON.stringify(''),
    __PORCHLIGHT_CHAT_INTEGRITY__: JSON.stringify(''),
    __PORCHLIGHT_LATER_INTEGRITY__: JSON.stringify(''),
    __PORCHLIGHT_LANGUAGES__: JSON.stringify('sources'),
    __PORCHLIGHT_PAGE_INTEGRITY__: JSON.stringify(''),
    __PORCHLIGHT_FILE__: JSON.stringify('porchlight.js'),
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    setupFiles: ['src/testing/harness/refuse-console-output.ts'],
    environment: 'node',
    // What a test waits for says sooner, and in words, that it never came.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Some tests wait more than they work; by default one core even stays idle, which is half of a small machine.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Stylesheets as they are, so that tests can hold them to their promises.
    css: true,
    restoreMocks: true,
  },
});
