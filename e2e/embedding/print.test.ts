import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

for (const kind of ['plain', 'hostile'] as const) {
  test(`row 21: a ${kind} page is printed without launcher and panel`, async ({ page, host, visitor }) => {
    await visitor.visit((await host(kind)).url);
    await visitor.open();

    await page.emulateMedia({ media: 'print' });

    await expect(visitor.panel).toBeHidden();
    await expect(page.locator('porchlight-chat').getByRole('button')).toHaveCount(0);
  });
}
