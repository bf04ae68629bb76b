import { expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';

/** Of the page's time, between two looks whether it has given up. */
const pauseMs = 1_000;

for (const kind of ['plain', 'hostile'] as const) {
  test(`a widget chunk with one flipped byte never runs on a ${kind} page`, async ({
    page,
    host,
    visitor,
    pageErrors,
  }) => {
    await tamperWith(page, 'widget.js');
    await visitor.visit((await host(kind)).url);

    await visitor.launcher.click();

    await expect(visitor.panel.getByRole('button', { name: /try again/i })).toBeVisible();
    expect(await page.evaluate(() => 'tampered' in globalThis)).toBe(false);
    expect(pageErrors).toEqual([]);
  });
}

test('row 15: chat code with one flipped byte never runs, and what was written is kept', async ({
  page,
  host,
  visitor,
  pageErrors,
}) => {
  await tamperWith(page, 'chat.js');
  // It is fetched again after pauses, which need not be waited for.
  await page.clock.install();
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  await visitor.open();

  await visitor.composer.fill('Hello?');
  await visitor.composer.press('Enter');

  await expect(async () => {
    await page.clock.runFor(pauseMs);
    await expect(visitor.button(/try again/i)).toBeVisible({ timeout: 100 });
  }).toPass({ intervals: [50] });
  await expect(visitor.panel.getByText('Hello?')).toBeVisible();
  expect(await page.evaluate(() => 'tampered' in globalThis)).toBe(false);
  expect(pageErrors).toEqual([]);
});

test('the chunk as it was built runs', async ({ host, visitor }) => {
  await visitor.visit((await host('plain')).url);

  await visitor.open();

  await expect(visitor.panel.getByRole('textbox').first()).toBeVisible();
});

/** Every answer for this file has a byte changed, and would leave a trace if it ran. */
async function tamperWith(page: Page, file: string): Promise<void> {
  await page.route(`**/${file}*`, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    await route.fulfill({ response, body: Buffer.concat([Buffer.from('globalThis.tampered=1;'), body]) });
  });
}
