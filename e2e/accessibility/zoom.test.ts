import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { handsOn } from '../support/keyboard.ts';

// 1280 × 1024 at 400 %: what WCAG 1.4.10 asks for.
test.use({ viewport: { width: 320, height: 256 } });

test('everything can be reached and used where there is hardly any room', async ({ page, host, visitor, agent }) => {
  await visitor.visit((await host('plain')).url);
  await visitor.open();
  const start = await visitor.button('Start').boundingBox();
  expect(start?.height).toBeLessThan(50);
  await visitor.panel.getByRole('textbox', { name: /name/i }).fill('Mira Okafor');
  await visitor.button('Start').click();
  await agent.accept();

  await agent.button(/co-browse/i).click();
  await expect(visitor.button('Decline')).toBeVisible();
  const keys = handsOn(page);
  for (const name of ['End chat', 'More', 'Close', 'Messages', 'Accept', 'Decline', 'Message', 'Send']) {
    await keys.tabTo(name);
  }
  await visitor.composer.scrollIntoViewIfNeeded();
  await expect(visitor.composer).toBeInViewport({ ratio: 0.9 });
  await visitor.say('still here');
  await agent.sees('still here');
  await visitor.button('Decline').click();

  await expect(visitor.message('still here')).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});
