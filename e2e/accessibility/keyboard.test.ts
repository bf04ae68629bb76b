import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { handsOn } from '../support/keyboard.ts';

test('row 30: the whole journey of a visitor by keyboard alone, with the focus in sight at every stop', async ({
  page,
  host,
  visitor,
  agent,
}) => {
  const keys = handsOn(page);
  const item = (name: string) => visitor.panel.getByRole('menuitem', { name });
  await visitor.visit((await host('plain')).url);

  await keys.tabTo('Chat');
  await keys.press('Enter');
  await expect(visitor.panel.getByRole('textbox', { name: /name/i })).toBeFocused();
  await page.keyboard.type('Mira Okafor');
  await keys.tabTo('Start');
  await keys.press('Enter');
  await expect(visitor.composer).toBeFocused();
  await page.keyboard.type('one line');
  await keys.press('Shift+Enter');
  await page.keyboard.type('and another');
  await keys.press('Enter');
  await agent.accept();
  await expect(agent.transcript.getByText('one line')).toContainText('and another');

  // A message that was not sent, sent again; what arrives meanwhile does not move the focus.
  await page.route('**/messages', (route) => route.fulfill({ status: 400, body: '{}' }));
  await page.keyboard.type('Lost on its way');
  await keys.press('Enter');
  await expect(visitor.button('Retry')).toBeVisible();
  await page.unroute('**/messages');
  await keys.tabTo('Retry', 'Shift+Tab');
  await agent.say('Good evening');
  await visitor.sees('Good evening');
  await expect(visitor.button('Retry')).toBeFocused();
  await keys.press('Enter');
  await expect(visitor.transcript).toBeFocused();
  await agent.sees('Lost on its way');

  // A request to share waits, under a question that does not.
  await agent.button(/co-browse/i).click();
  await expect(visitor.button('Decline')).toBeVisible();
  await expect(visitor.transcript).toBeFocused();
  await keys.tabTo('End chat', 'Shift+Tab');
  await keys.press('Enter');
  await expect(visitor.button('Keep chatting')).toBeFocused();
  await keys.press('Escape');
  await expect(visitor.panel.getByRole('alertdialog')).toHaveCount(0);
  await expect(visitor.composer).toBeFocused();
  await keys.tabTo('Accept', 'Shift+Tab');
  await keys.press('Enter');
  await expect(visitor.panel.getByText(/Nothing is shared yet/)).toBeVisible();
  await expect(visitor.composer).toBeFocused();

  await keys.tabTo('More', 'Shift+Tab');
  await keys.press('Enter');
  await expect(item('Save transcript as text')).toBeFocused();
  await keys.press('ArrowDown');
  await expect(item('Save transcript as web page')).toBeFocused();
  await keys.press('ArrowUp');
  await keys.press('ArrowUp');
  await expect(item('Forget me')).toBeFocused();
  await keys.press('Escape');
  await expect(visitor.panel.getByRole('menu')).toHaveCount(0);
  await expect(visitor.button('More')).toBeFocused();
  await keys.press('Space');
  await keys.press('c');
  await expect(item('Copy transcript')).toBeFocused();
  await keys.press('Enter');
  await expect(visitor.panel.getByText(/was copied|let us copy/)).toBeVisible();
  await expect(visitor.button('More')).toBeFocused();

  await keys.tabTo('End chat', 'Shift+Tab');
  await keys.press('Enter');
  await expect(visitor.button('Keep chatting')).toBeFocused();
  await keys.tabTo('End chat', 'Shift+Tab');
  await keys.press('Enter');
  await expect(visitor.button('Save transcript')).toBeFocused();
  await keys.tabTo('Start a new chat', 'Shift+Tab');
  await keys.press('Enter');
  await expect(visitor.composer).toBeFocused();
  await page.keyboard.type('Me again');
  await keys.press('Enter');
  await expect(visitor.message('Me again')).toBeVisible();

  await keys.tabTo('More', 'Shift+Tab');
  await keys.press('Enter');
  await keys.press('f');
  await keys.press('Enter');
  await expect(visitor.button('Cancel')).toBeFocused();
  await keys.tabTo('Forget me', 'Shift+Tab');
  await keys.press('Enter');
  await expect(visitor.panel.getByRole('textbox', { name: /name/i })).toBeVisible();
  await keys.tabTo('Your name');

  // Out of it at either end, and closed from within only.
  await keys.tabTo('Search this site', 'Shift+Tab');
  await keys.press('Escape');
  await expect(visitor.panel).toBeVisible();
  await keys.tabTo('Message');
  await keys.press('Escape');
  await expect(visitor.panel).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
  await keys.press('Enter');
  await expect(visitor.panel.getByRole('textbox', { name: /name/i })).toBeFocused();
});
