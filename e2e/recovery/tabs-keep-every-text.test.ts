import { type BrowserContext, expect } from '@playwright/test';
import { CuttableProxy } from '../support/cuttable-proxy.ts';
import { test as base } from '../support/fixtures.ts';
import { Visitor } from '../support/visitor.ts';

/** A site that keeps its chat for all its tabs, and a line to the service that can be cut for all of them. */
const test = base.extend<{ line: CuttableProxy; url: string; openTab: () => Promise<Visitor> }>({
  line: async ({ service }, use) => {
    const line = await CuttableProxy.to(service.port);
    await use(line);
    line.stop();
  },
  url: async ({ host, line }, use) => {
    const { url } = await host('plain', { 'data-storage': 'local', 'data-api-base': line.origin });
    await use(url);
  },
  openTab: async ({ context, url }, use) => {
    await use(() => openTab(context, url));
  },
});

async function openTab(context: BrowserContext, url: string): Promise<Visitor> {
  const tab = new Visitor(await context.newPage());
  await tab.page.goto(url);
  await expect(tab.launcher.or(tab.panel)).toBeVisible();
  if (!(await tab.panel.isVisible())) await tab.open();
  return tab;
}

/** In the log once, and with the service. */
async function expectSent(tab: Visitor, text: string): Promise<void> {
  await tab.sees(text);
  await expect(tab.transcript.getByText(/waiting$/i)).toHaveCount(0);
}

test('a text that a tab queued before it closed outlives what another tab keeps, and starts the chat [L1]', async ({
  line,
  openTab,
  agent,
}) => {
  // Given two tabs while the service is unreachable, and a first message in one of them
  const idle = await openTab();
  const writer = await openTab();
  line.cut();
  await writer.panel.getByRole('textbox', { name: /name/i }).fill('Mira Okafor');
  await writer.say('Hello');

  // When the other one keeps its draft after that, and both are gone
  await idle.composer.fill('half a sen');
  await writer.page.close();
  line.restore();
  await idle.page.reload();

  // Then the text is sent once, and the draft is there too
  await agent.accept();
  await agent.sees('Hello');
  await expectSent(idle, 'Hello');
  await expect(idle.composer).toHaveValue('half a sen');
});

test('a text that a closed tab wrote in an ended chat does not go into the next one [L8]', async ({
  line,
  openTab,
  agent,
}) => {
  // Given two tabs with a chat, one of which closed before it could send what it wrote there
  const tab = await openTab();
  await tab.begin('Mira Okafor');
  await agent.accept();
  const writer = await openTab();
  line.cut();
  await writer.say('Only for the first chat');
  await writer.page.close();

  // When the visitor ends that chat in the other one, and begins the next
  await tab.button('End chat').click();
  await tab.button('End chat').last().click();
  await tab.button('Start a new chat').click();
  line.restore();
  await tab.say('Something else');
  await agent.accept();
  await agent.sees('Something else');

  // Then what is left of the closed tab is cleared away, and its text is in neither view of the new chat
  const outboxes = () => tab.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':outbox:')));
  await expect.poll(outboxes).toEqual([]);
  for (const view of [tab, agent]) await expect(view.message('Only for the first chat')).toHaveCount(0);
});

test('a page takes nothing over from tabs that live: each text is sent and shown once [L9]', async ({
  line,
  openTab,
  agent,
}) => {
  // Given a chat with an outage in which one tab writes and another one comes and goes
  const first = await openTab();
  await first.begin('Mira Okafor');
  await agent.accept();
  line.cut();
  await first.say('Written first');
  await (await openTab()).page.close();
  line.restore();
  await agent.sees('Written first');

  // When the same tab writes in the next outage, and one more tab opens and writes too
  line.cut();
  await first.say('Written second');
  const other = await openTab();
  line.restore();
  await other.say('Written third');

  // Then all of it is everywhere once, and nothing waits
  for (const text of ['Written second', 'Written third']) await agent.sees(text);
  for (const text of ['Written first', 'Written second', 'Written third']) {
    for (const tab of [first, other]) await expectSent(tab, text);
    await expect(agent.message(text)).toHaveCount(1);
  }
});

/** Of a site that wants to work offline: whatever was read once is answered from the cache, whatever it says of caching. */
const cacheFirstWorker = `
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  event.respondWith((async () => {
    const cache = await caches.open('everything');
    const cached = await cache.match(event.request, { ignoreVary: true });
    if (cached) return cached;
    const answer = await fetch(event.request);
    await cache.put(event.request, answer.clone());
    return answer;
  })());
});`;

base(
  'under a site’s own worker that answers from its cache first, nothing said is missing after a reload [L5]',
  async ({ host, visitor, agent }) => {
    // Given a page in whose browser such a worker answers every reading, the page and the tag's files among them
    const page = await host('plain');
    page.writeScript('/worker.js', cacheFirstWorker);
    await visitor.visit(page.url);
    await visitor.page.evaluate(async () => {
      await navigator.serviceWorker.register('/worker.js');
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller) return;
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
    });
    await visitor.startAs('Mira Okafor');
    await agent.accept();
    await visitor.say('Written before the reload');
    await agent.say('Answered before the reload');
    await visitor.sees('Answered before the reload');
    await visitor.page.reload();
    await visitor.sees('Answered before the reload');
    await agent.say('Answered after the first reload');
    await visitor.sees('Answered after the first reload');

    // When the page is opened once more
    await visitor.page.reload();

    // Then the worker has answered, and yet all that was said is there, and more is heard
    await visitor.sees('Answered after the first reload');
    await visitor.sees('Written before the reload');
    const cached = await visitor.page.evaluate(async () => (await (await caches.open('everything')).keys()).length);
    expect(cached).toBeGreaterThan(5);
    await agent.say('Goes on');
    await visitor.sees('Goes on');
    await visitor.say('So it does');
    await agent.sees('So it does');
  },
);
