import { chromium, expect, type Page } from '@playwright/test';
import { findWholeBrowser, howToInstallChromium } from '../../scripts/env/chromium.mjs';
import { test } from '../support/fixtures.ts';
import { Visitor } from '../support/visitor.ts';

/** How many sockets to the service are open in a page. */
function countSockets(page: Page) {
  const open = new Set<unknown>();
  let opened = 0;
  page.on('websocket', (socket) => {
    opened++;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return { open: () => open.size, opened: () => opened };
}

test('rows 48 and 49: a second tab shares the chat over one socket, and takes over when the first one closes', async ({
  host,
  visitor,
  agent,
  context,
  pageErrors,
}) => {
  // Given a chat in one tab, kept for that tab only
  const { url } = await host('plain');
  const firstSockets = countSockets(visitor.page);
  await visitor.visit(url);
  await visitor.startAs('Mira Okafor');
  await agent.accept();
  await agent.say('Hello Mira');
  await visitor.sees('Hello Mira');

  // When another tab of the browser opens the page, with nothing kept there
  const page = await context.newPage();
  const sockets = countSockets(page);
  const second = new Visitor(page);
  await second.visit(url);
  await second.open();

  // Then it shows the chat, without a socket of its own
  await second.sees('Hello Mira');
  await agent.say('How can I help?');
  await second.sees('How can I help?');
  await visitor.sees('How can I help?');
  await second.say('From the second tab');
  await agent.sees('From the second tab');
  await visitor.sees('From the second tab');
  expect(firstSockets.open()).toBe(1);
  expect(sockets.opened()).toBe(0);

  // When the first one closes
  await visitor.page.close();

  // Then the second one goes on within a second, with a socket
  await expect.poll(sockets.open, { timeout: 2_000 }).toBe(1);
  await agent.say('Still there?');
  await second.sees('Still there?');
  await second.say('Yes');
  await agent.sees('Yes');
  expect(pageErrors).toEqual([]);
});

test('a page with an open chat comes back from the back-forward cache, and the chat with it', async ({
  host,
  agent,
  service,
  launchOptions,
}) => {
  const wholeBrowser = findWholeBrowser();
  test.skip(wholeBrowser === undefined, `a headless shell has no such cache; ${howToInstallChromium}`);
  // Given a chat in a browser that has such a cache, which Playwright turns off
  const ignoreDefaultArgs = ['--disable-back-forward-cache'];
  const browser = await chromium.launch({ ...launchOptions, ...wholeBrowser, ignoreDefaultArgs });
  const visitor = new Visitor(await browser.newPage());
  const { url } = await host('plain');
  await visitor.visit(url);
  await visitor.startAs('Mira Okafor');
  await agent.accept();
  await agent.say('Hello Mira');
  await visitor.sees('Hello Mira');
  // Playwright loses sight of a page that comes from the cache, so the browser itself is asked.
  const devtools = await visitor.page.context().newCDPSession(visitor.page);
  const evaluate = async (expression: string): Promise<unknown> =>
    (await devtools.send('Runtime.evaluate', { expression, returnByValue: true })).result.value;
  await evaluate('addEventListener("pageshow", ({ persisted }) => { window.wasKept = persisted })');

  // When the visitor looks at another page and comes back, while the agent writes
  await visitor.page.goto(`${service.origin}/healthz`);
  await agent.say('Written meanwhile');
  await evaluate('history.back()');

  // Then it is the same page, with nothing that kept it out, and it has caught up
  await expect.poll(() => evaluate('window.wasKept'), { timeout: 5_000 }).toBe(true);
  expect(await evaluate('performance.getEntriesByType("navigation")[0].notRestoredReasons')).toBeNull();
  const transcript = 'document.querySelector("porchlight-chat").shadowRoot.querySelector("[role=log]").innerText';
  await expect.poll(() => evaluate(transcript), { timeout: 5_000 }).toContain('Written meanwhile');
  await agent.say('Welcome back');
  await expect.poll(() => evaluate(transcript), { timeout: 5_000 }).toContain('Welcome back');
  await browser.close();
});

/** Until three sockets were refused, and between two lists after that. */
const pollsAfterMs = 15_000;
const pollMs = 5_000;

test.describe(() => {
  test.use({ movesTime: true });

  test('where sockets are refused, the chat reaches the agent by polling', async ({ time, host, visitor, agent }) => {
    // Given a network that lets no socket through
    await visitor.page.routeWebSocket(/./, (socket) => socket.close());
    const { url } = await host('plain');

    // When the visitor starts a chat
    await visitor.visit(url);
    await visitor.startAs('Mira Okafor');

    // Then an agent is rung all the same, and both talk
    await time.pass(pollsAfterMs);
    await agent.accept();
    await agent.say('Hello Mira');
    await time.pass(pollMs);
    await visitor.sees('Hello Mira');
    await visitor.say('Hello');
    await agent.sees('Hello');
  });
});
