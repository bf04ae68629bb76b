import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('data-end-on="button": closing the panel keeps the chat', async ({ chatOn, visitor, agent }) => {
  await chatOn('plain');

  await visitor.page.keyboard.press('Escape');
  await expect(visitor.panel).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
  await agent.say('Still there?');

  await expect(visitor.page.getByRole('button', { name: /chat, 1 unread/i })).toBeVisible();
  await visitor.open();
  await visitor.sees('Still there?');
});

test('data-end-on="close": closing asks first, then the chat is over', async ({ chatOn, visitor, agent }) => {
  await chatOn('plain', { 'data-end-on': 'close' });

  await visitor.button(/^close|^minimi[sz]e/i).click();
  await visitor.button('End chat').last().click();

  await expect(agent.page.getByText(/left|ended/i).first()).toBeVisible();
});

test('data-end-on="leave": leaving the page removes the member', async ({ page, chatOn, agent }) => {
  await chatOn('plain', { 'data-end-on': 'leave' });

  await page.goto('about:blank');

  await expect(agent.page.getByText(/left|ended/i).first()).toBeVisible();
});
