import { expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test.use({ viewport: { width: 360, height: 640 }, hasTouch: true });

test('rows 23, 24, 25, 26, 27 and 31: on a phone the panel is a modal that covers it, ends where the keyboard begins and adds nothing to the history', async ({
  page,
  host,
  visitor,
}) => {
  // Or it is measured while it rises.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await visitor.visit((await host('plain')).url);
  const before = await page.evaluate(() => history.length);
  await visitor.launcher.tap();
  await expect(visitor.panel).toHaveAttribute('aria-modal', 'true');
  expect(await visitor.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 640 });

  for (const field of await visitor.panel.getByRole('textbox').all()) {
    expect(Number.parseFloat(await field.evaluate((one) => getComputedStyle(one).fontSize))).toBeGreaterThanOrEqual(16);
  }
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('PORCHLIGHT-CHAT');
  }
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('p'), { style: 'height: 3000px' })),
  );
  await page.mouse.move(180, 300);
  await page.mouse.wheel(0, 600);
  // Two frames later it would have moved.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await visitor.button('Close').tap();
  await expect(visitor.panel).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
  await page.mouse.wheel(0, 600);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(600);

  await visitor.launcher.tap();
  await visitor.panel.getByRole('textbox', { name: 'Your name' }).fill('Mira Okafor');
  await visitor.button('Start').tap();
  await visitor.button('End chat').tap();
  await expect(visitor.button('Keep chatting')).toBeFocused();
  await visitor.button('More').tap();
  await expect(visitor.panel.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(visitor.panel.getByRole('menu')).toHaveCount(0);
  await expect(visitor.button('More')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(visitor.button('Keep chatting')).toHaveCount(0);
  await expect(visitor.panel).toBeVisible();

  await visitor.composer.tap();
  await showKeyboard(page, 320, 1);
  expect(await visitor.panel.boundingBox()).toEqual({ x: 0, y: 40, width: 360, height: 320 });
  // A pinch is none.
  await showKeyboard(page, 320, 2);
  expect((await visitor.panel.boundingBox())?.height).toBe(640);
  await showKeyboard(page, 320, 1);
  await visitor.button('Close').focus();
  await expect.poll(async () => (await visitor.panel.boundingBox())?.height).toBe(640);

  await page.keyboard.press('Escape');
  await expect(visitor.panel).toBeHidden();
  expect(await page.evaluate(() => history.length)).toBe(before);
});

function showKeyboard(page: Page, height: number, scale: number): Promise<void> {
  return page.evaluate(
    ([shown, zoom]) => {
      const of = (value: number | undefined) => ({ configurable: true, get: () => value });
      Object.defineProperty(window.visualViewport, 'height', of(shown));
      Object.defineProperty(window.visualViewport, 'offsetTop', of(40));
      Object.defineProperty(window.visualViewport, 'scale', of(zoom));
      window.visualViewport?.dispatchEvent(new Event('resize'));
    },
    [height, scale],
  );
}
