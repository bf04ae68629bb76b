import { expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('row 41: who reads back is not moved by what comes, and a button tells how much is new', async ({
  page,
  chatOn,
  visitor,
  agent,
}) => {
  await chatOn('plain');
  for (let line = 1; line <= 12; line++) await agent.say(`line ${line} ${'and more of it '.repeat(6).trim()}`);
  await visitor.sees(`line 12 ${'and more of it '.repeat(6).trim()}`);
  await visitor.transcript.hover();
  await page.mouse.wheel(0, -5000);
  await expect.poll(() => scrolled(page)).toBe(0);

  await agent.say('one more');
  await agent.say('and another');

  await expect(visitor.button('2 new')).toBeVisible();
  // The visitor's own bubbles are of its colour: an edge sets it off.
  const around = await visitor.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor);
  await expect(visitor.button('2 new')).toHaveCSS('border', `2px solid ${around}`);
  expect(await scrolled(page)).toBe(0);
  await visitor.button('2 new').click();
  await expect(visitor.message('and another')).toBeInViewport();
  await expect(visitor.button('2 new')).toHaveCount(0);
  await expect(visitor.transcript).toBeFocused();
});

test('row 44: a draft is still there after a reload, as high as it is', async ({ page, host, visitor }) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira Okafor' })).url);
  await visitor.open();
  await visitor.composer.fill('My order is\nlate\nand cold');
  await page.reload();

  await expect(visitor.composer).toHaveValue('My order is\nlate\nand cold');
  if (!(await visitor.panel.isVisible())) await visitor.open();
  await visitor.composer.focus();
  expect((await visitor.composer.boundingBox())?.height).toBeGreaterThan(60);
});

test('row 34: the Enter that ends a composition sends nothing, the next one sends, and nothing that comes breaks it', async ({
  page,
  chatOn,
  visitor,
  agent,
}) => {
  await chatOn('plain');
  await visitor.composer.focus();
  const devtools = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  const press = (key: string) =>
    devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, windowsVirtualKeyCode: 229 });

  await compose('に');
  await agent.say('Good evening');
  await visitor.sees('Good evening');
  await expect(visitor.composer).toBeFocused();
  await compose('にほん');
  await press('Process');
  await press('Enter');
  await press('Escape');
  await expect(visitor.composer).toHaveValue('にほん');
  await expect(visitor.panel).toBeVisible();
  await devtools.send('Input.insertText', { text: '日本' });
  await expect(visitor.composer).toHaveValue('日本');

  // Left in the middle of it: what was composed stays, as in any field.
  await compose('ご');
  await visitor.transcript.focus();
  await visitor.composer.focus();
  await expect(visitor.composer).toHaveValue('日本ご');
  await page.keyboard.press('Enter');
  await expect(visitor.message('日本ご')).toBeVisible();
  await expect(visitor.composer).toHaveValue('');
});

test('row 73: a link of this site stays in the tab, others leave it, and the page may follow them itself', async ({
  page,
  chatOn,
  visitor,
  agent,
}) => {
  await chatOn('plain');
  const own = new URL('/lamp', page.url()).href;
  await agent.say(`See ${own}.`);
  await agent.say('Or https://elsewhere.example/a, please');

  const inside = visitor.transcript.getByRole('link', { name: own });
  const outside = visitor.transcript.getByRole('link', { name: 'https://elsewhere.example/a' });
  await expect(inside).not.toHaveAttribute('target');
  await expect(outside).toHaveAttribute('target', '_blank');
  await expect(outside).toHaveAttribute('rel', 'noopener noreferrer');

  await page.evaluate(() =>
    document.querySelector('porchlight-chat')?.addEventListener('porchlight:link', (event) => {
      event.preventDefault();
      document.title = (event as CustomEvent<{ href: string }>).detail.href;
    }),
  );
  const { url } = { url: page.url() };
  await inside.click();
  await expect(page).toHaveTitle(own);
  expect(page.url()).toBe(url);
});

test('the visitor sees how much room is left, and hears it', async ({ page, host, visitor }) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira Okafor' })).url);
  await visitor.open();
  await visitor.composer.focus();
  await page.keyboard.insertText('a'.repeat(3990));

  await expect(visitor.panel.getByText('10 characters left')).toBeVisible();
  await page.keyboard.insertText('a'.repeat(6010));
  await expect(visitor.panel.getByText('Too long by 6,000 characters.')).toHaveCount(2);
  await expect(visitor.composer).toHaveValue('a'.repeat(10_000));
});

const scrolled = (page: Page) =>
  page.evaluate(() => document.querySelector('porchlight-chat')?.shadowRoot?.querySelector('[role=log]')?.scrollTop);
