import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { axeFaults } from '../support/inspection.ts';

/** Longer than a lost frame needs until a heartbeat shows it. */
const healedMs = 45_000;

test.use({ movesTime: true });

test('the playground plays seeded faults on the real tag, counts nothing wrong, and sees a planted double', async ({
  page,
  service,
  time,
}) => {
  const counters = page.getByRole('status', { name: 'Lost, doubled, swapped' });
  const visitor = page.frameLocator('iframe').locator('porchlight-chat');

  const setting = 'seed=7&length=6&faults=drop,duplicate,reorder,limit,error&locale=de';
  await page.goto(`${service.origin}/playground/?demo=${await service.demoToken()}#${setting}`);
  await expect(page).toHaveURL(/\/playground\/#/);
  await expect(visitor.getByRole('dialog', { name: 'Chatten Sie mit uns' })).toBeVisible();
  await page.getByRole('button', { name: 'Play' }).click();
  const done = page.getByText('Done', { exact: true });
  const agreed = page.getByText('both ends agree · 6 faults so far');
  for (const wanted of [done, agreed]) await time.passUntil(wanted, healedMs);
  await expect(done).toBeVisible();
  await expect(counters).toHaveText('lost 0 · doubled 0 · swapped 0');
  await expect(agreed).toBeVisible();

  await page.getByRole('textbox', { name: 'Say as the agent' }).fill('Said by hand');
  await page.getByRole('button', { name: 'Say' }).click();
  const typedMessage = visitor.getByText('Said by hand', { exact: true });
  await time.passUntil(typedMessage, healedMs);
  await expect(typedMessage).toBeVisible();
  await page.getByRole('button', { name: 'Plant a double' }).click();
  await visitor.getByRole('textbox').fill('Written by hand');
  await visitor.getByRole('textbox').press('Enter');
  const oneDoubled = 'lost 0 · doubled 1 · swapped 0';
  await time.passUntil(counters.filter({ hasText: oneDoubled }), healedMs);
  await expect(counters).toHaveText(oneDoubled);

  await page.getByLabel('data-theme').selectOption('dark');
  await expect(page.frameLocator('iframe').locator('porchlight-chat')).toHaveCSS('color-scheme', 'dark');
  await expect(page.getByLabel('The tag to copy')).toHaveValue(/data-theme="dark"/);
  expect(page.url()).toContain('theme=dark');
  expect(await axeFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});
