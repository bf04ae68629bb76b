import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('rows 17 and 19: a closed chat covers nothing, and neither closed nor open does it change the page around it', async ({
  page,
  host,
  visitor,
}) => {
  const readStyles = () =>
    page.evaluate(() => {
      const all = ['html', 'head', 'body', 'h1', 'p', 'a', 'input'].map((name) => document.querySelector(name));
      const styles = all.map(
        (element) =>
          element &&
          [...getComputedStyle(element)].map((name) => getComputedStyle(element).getPropertyValue(name)).join(';'),
      );
      return {
        styles,
        head: document.head.innerHTML.replace(/<link rel="modulepreload"[^>]*>/g, ''),
        sheets: document.adoptedStyleSheets.length,
      };
    });
  const site = await host('plain', { 'data-load': 'manual', 'data-name': 'Mira' });
  await page.route('**/porchlight.js', (route) => route.abort());
  await page.goto(site.url);
  const before = await readStyles();
  await page.unroute('**/porchlight.js');
  await visitor.visit(site.url);

  expect(await readStyles()).toEqual(before);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const hit = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.localName, [
    width - 200,
    height - 300,
  ] as const);
  expect(hit).not.toBe('porchlight-chat');
  await visitor.open();
  await expect(visitor.composer).toBeVisible();
  expect(await readStyles()).toEqual(before);
  await page.evaluate(() => document.documentElement.style.setProperty('zoom', '1.3'));
  const top = await visitor.panel.evaluate((panel) => panel.getBoundingClientRect().top);
  expect(top, 'on a page that enlarges itself').toBeGreaterThanOrEqual(0);
});

for (const storage of ['session', 'local', 'none'] as const) {
  const comesBack = storage !== 'none';
  test(`rows 32, 45, 46 and 67: the first chat of a new visitor, and the page after it, with data-storage="${storage}"`, async ({
    page,
    chatOn,
    host,
    visitor,
    agent,
    pageErrors,
  }) => {
    const readStorage = () => page.evaluate(() => [Object.keys(sessionStorage), Object.keys(localStorage)]);
    await page.goto((await host('plain')).url);
    expect(await readStorage()).toEqual([[], []]);

    await chatOn('plain', { 'data-storage': storage });
    await visitor.say('My very first question');
    await agent.sees('My very first question');
    await agent.say('My very first answer');
    await visitor.sees('My very first answer');
    const [ofTab, ofAll] = await readStorage();
    expect([ofTab?.length === 0, ofAll?.length === 0]).toEqual([storage !== 'session', storage !== 'local']);
    await page.reload();

    if (comesBack) {
      await visitor.sees('My very first answer');
      await visitor.sees('My very first question');
      await expect(visitor.panel).toBeVisible();
      expect(await page.evaluate(() => [document.activeElement?.localName, scrollY])).toEqual(['body', 0]);
      await visitor.say('And a second one');
      await agent.sees('And a second one');
    } else {
      await expect(visitor.launcher).toBeVisible();
      await expect(visitor.panel).toBeHidden();
      // Nothing could resume it, so leaving the page has ended it.
      await expect(agent.page.getByText(/left|ended/i).first()).toBeVisible();
    }
    expect(pageErrors).toEqual([]);
  });
}

test('rows 53 and 62: Forget me forgets also that the sound was off', async ({ page, chatOn, visitor }) => {
  await chatOn('plain', { 'data-storage': 'local' });
  await visitor.say('Hello');
  await visitor.button('More').click();
  await visitor.panel.getByRole('menuitemcheckbox').first().click();
  const muted = () =>
    page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }).filter((key) => /muted/.test(key)));
  await expect.poll(muted).toHaveLength(1);
  if (!(await visitor.panel.getByRole('menu').isVisible())) await visitor.button('More').click();
  await visitor.panel.getByRole('menuitem', { name: 'Forget me' }).click();
  await visitor.panel.getByRole('alertdialog').getByRole('button', { name: 'Forget me' }).click();

  await expect.poll(muted).toEqual([]);
});

test('row 60: injected by a script, where currentScript is null, the tag is found by its address', async ({
  page,
  service,
  visitor,
  host,
}) => {
  const site = await host('plain');
  await page.route('**/porchlight.js', (route) => route.abort());
  await page.goto(site.url);
  await page.unroute('**/porchlight.js');
  await page.evaluate((src) => {
    const tag = document.querySelector('script');
    const injected = Object.assign(document.createElement('script'), { src, type: 'module' });
    Object.assign(injected.dataset, { ...tag?.dataset, textLauncher: 'Injected chat' });
    tag?.remove();
    document.body.append(injected);
  }, `${service.origin}/porchlight.js`);

  await expect(visitor.launcher).toHaveAccessibleName('Injected chat');
  await visitor.open();
  await expect(visitor.composer).toBeVisible();
});
