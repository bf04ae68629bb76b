import { expect } from '@playwright/test';
import { test } from './scene.ts';

test.use({ viewport: { width: 360, height: 640 }, hasTouch: true });

test('rows 25 and 31: on a phone the panel is a modal that covers it, and its fields are not zoomed to', async ({
  page,
  host,
  visitor,
}) => {
  await visitor.visit((await host('plain')).url);
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
  await visitor.button('Close').tap();
  await expect(visitor.panel).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
});

test('rows 26 and 27: opening and closing the sheet adds nothing to the history', async ({ page, host, visitor }) => {
  await visitor.visit((await host('plain')).url);
  const before = await page.evaluate(() => history.length);
  await visitor.launcher.tap();
  await expect(visitor.panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(visitor.panel).toBeHidden();

  expect(await page.evaluate(() => history.length)).toBe(before);
});

test('rows 23 and 24: the sheet ends where the keyboard begins, and no pinch passes for a keyboard', async ({
  page,
  host,
  visitor,
}) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira Okafor' })).url);
  await visitor.launcher.tap();
  await visitor.composer.tap();
  const keyboard = (height: number, scale: number) =>
    page.evaluate(
      ([shown, zoom]) => {
        const of = (value: number | undefined) => ({ configurable: true, get: () => value });
        Object.defineProperty(window.visualViewport, 'height', of(shown));
        Object.defineProperty(window.visualViewport, 'offsetTop', of(40));
        Object.defineProperty(window.visualViewport, 'scale', of(zoom));
        window.visualViewport?.dispatchEvent(new Event('resize'));
      },
      [height, scale],
    );

  await keyboard(320, 1);
  expect(await visitor.panel.boundingBox()).toEqual({ x: 0, y: 40, width: 360, height: 320 });
  await keyboard(320, 2);
  expect((await visitor.panel.boundingBox())?.height).toBe(640);
  await keyboard(320, 1);
  await visitor.button('Close').focus();
  await expect.poll(async () => (await visitor.panel.boundingBox())?.height).toBe(640);
});
