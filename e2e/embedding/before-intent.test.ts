import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('rows 1, 4 and 67: before the visitor means it: one request, nothing stored, no cookie, no layout shift', async ({
  page,
  service,
  host,
  visitor,
}) => {
  const requests: string[] = [];
  page.on('request', (request) => request.url().startsWith(service.origin) && requests.push(request.url()));
  await page.addInitScript(() => {
    const written: string[] = [];
    Object.assign(globalThis, { written });
    const setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      written.push(key);
      setItem.call(this, key, value);
    };
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (name, version) => {
      written.push(name);
      return open(name, version);
    };
  });

  await visitor.visit((await host('plain')).url);
  await page.waitForLoadState('networkidle');

  expect(requests).toEqual([`${service.origin}/porchlight.js`]);
  expect(await page.evaluate(() => (globalThis as unknown as { written: string[] }).written)).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  expect(await layoutShift(page)).toBe(0);

  await page.goto((await host('plain', { 'data-locale': 'ko' })).url);
  await expect(page.getByRole('button', { name: '채팅' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(requests).toEqual([`${service.origin}/porchlight.js`, `${service.origin}/porchlight.js`]);
});

test('opening the panel starts no conversation and shifts nothing', async ({ page, service, host, visitor }) => {
  const posts: string[] = [];
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
    else if (request.url().endsWith('.js')) scripts.push(new URL(request.url()).pathname.replace(/^.*\//, ''));
  });
  await visitor.visit((await host('plain', { 'data-name': 'Mira Okafor' })).url);

  await visitor.open();
  await expect(visitor.composer).toBeFocused();

  expect(posts).toEqual([]);
  // These two are what the byte budget counts; the chat engine is fetched when the visitor writes.
  expect(scripts.slice(0, 2)).toEqual(['porchlight.js', 'widget.js']);
  // Events are for plain listeners too, so what fires them follows once the composer is there.
  await expect.poll(() => scripts).toEqual(['porchlight.js', 'widget.js', 'page.js']);
  expect(await layoutShift(page)).toBe(0);
  await visitor.say('now it starts');
  await expect.poll(() => posts.filter((url) => url === conversationsOf(service.origin))).toHaveLength(1);
});

test('a chat that is over, its panel closed, brings nothing along to the next page', async ({
  page,
  host,
  visitor,
}) => {
  const { url } = await host('plain', { 'data-name': 'Mira Okafor' });
  await visitor.visit(url);
  await visitor.open();
  await visitor.say('Never mind.');
  const deleted = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await visitor.button('End chat').click();
  await visitor.button('End chat').last().click();
  await expect(visitor.button(/start a new chat/i)).toBeVisible();
  // Before that the next page would have to tell the service that the visitor has left.
  await deleted;
  await page.keyboard.press('Escape');
  await expect(visitor.panel).toBeHidden();
  const scripts: string[] = [];
  page.on('request', (request) => request.url().includes('.js') && scripts.push(request.url()));

  await visitor.visit(`${url}other`);
  await page.waitForLoadState('networkidle');

  expect(scripts.map((script) => script.replace(/^.*\//, ''))).toEqual(['porchlight.js']);
});

function conversationsOf(origin: string): string {
  return `${origin}/api/v2/webchat/guest/conversations`;
}

/** The sum of all layout shifts so far, as the browser itself measures them. */
function layoutShift(page: import('@playwright/test').Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
}
