import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './scripts/env/chromium.mjs';
import { findFirefox } from './scripts/env/firefox.mjs';

const executablePath = findBrowser()?.executablePath;

/** The main job once more, in another engine. */
const inFirefox = '**/conversation/main-job.test.ts';
const firefox = findFirefox();

/** The longest, so that nothing waits for it at the end. */
const longest = [
  '**/conversation/long-chat.test.ts',
  '**/accessibility/axe.test.ts',
  '**/embedding/injection.test.ts',
  '**/accessibility/console-axe.test.ts',
  '**/console/routing.test.ts',
];
/** What takes minutes of real time: `npm run proof`. */
const proof = '**/e2e/proof/*.test.ts';
/** What says once more, at full length or in another place, what a shorter or a harsher journey says in each run. */
const onceMore = /@proof/;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results/e2e',
  snapshotPathTemplate: '{testDir}/pictures/{platform}/{arg}{ext}',
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  // A shared machine starves a browser now and then: one more try, which the report calls flaky.
  retries: 1,
  // Journeys mostly wait: for a line to time out, for a sign of typing, for an offer.
  workers: 3,
  // A machine that is busy elsewhere takes several times as long, and nothing is wrong with it.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // In this order, so that nothing waits for the longest at the end.
  projects: [
    { name: 'longest', testMatch: longest, grepInvert: onceMore },
    { name: 'journeys', testIgnore: [...longest, proof], grepInvert: [/in Firefox/, onceMore] },
    ...(firefox === undefined ? [] : [firefoxProject(firefox)]),
    { name: 'proof', testMatch: proof },
    { name: 'proof-once-more', testIgnore: proof, grep: onceMore },
  ],
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    // Keeping one of every run costs a fifth of the time.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    video: 'off',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--font-render-hinting=none',
        '--force-color-profile=srgb',
      ],
    },
  },
});

function firefoxProject(executablePath: string) {
  return {
    name: 'firefox',
    testMatch: inFirefox,
    grep: /in Firefox/,
    use: {
      ...devices['Desktop Firefox'],
      // Debian's own Firefox, not Playwright's build of it: spoken to by WebDriver BiDi.
      channel: 'moz-firefox',
      launchOptions: { executablePath },
    },
  };
}
