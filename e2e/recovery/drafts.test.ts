import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('a paste longer than a message may be is kept whole, and sent once it is short enough', async ({
  page,
  host,
  visitor,
  agent,
}) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira Okafor' })).url);
  await visitor.open();
  await visitor.composer.focus();

  await page.keyboard.insertText('a'.repeat(4003));
  await page.keyboard.press('Enter');

  await expect(visitor.composer).toHaveValue('a'.repeat(4003));
  await expect(visitor.composer).toBeFocused();
  for (let over = 3; over > 0; over--) await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await agent.accept();
  await agent.sees('a'.repeat(4000));
  await expect(visitor.composer).toHaveValue('');
});
