import { expect } from '@playwright/test';
import { test } from './scene.ts';

test('row 30: the whole journey of a visitor by keyboard alone', async ({ page, host, visitor, agent }) => {
  await visitor.visit((await host('plain')).url);
  await visitor.launcher.focus();

  await page.keyboard.press('Enter');
  await expect(visitor.panel.getByRole('textbox', { name: /name/i })).toBeFocused();
  await page.keyboard.type('Mira Okafor');
  await page.keyboard.press('Enter');
  await expect(visitor.composer).toBeFocused();
  await page.keyboard.type('one line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('and another');
  await page.keyboard.press('Enter');
  await agent.accept();
  await expect(agent.transcript.getByText('one line')).toContainText('and another');

  await agent.button(/co-browse/i).click();
  await expect(visitor.button('Decline')).toBeVisible();
  await visitor.button('End chat').focus();
  await page.keyboard.press('Enter');
  await expect(visitor.button('Keep chatting')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(visitor.composer).toBeFocused();

  await visitor.button('Decline').focus();
  await page.keyboard.press('Enter');
  await expect(visitor.button('Decline')).toBeHidden();
  await expect(visitor.composer).toBeFocused();

  await page.keyboard.press('Escape');
  await expect(visitor.panel).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(visitor.composer).toBeFocused();
});
