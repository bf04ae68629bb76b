import { expect } from '@playwright/test';
import { test } from './scene.ts';

test('data-end-on="button": closing the panel keeps the chat', async ({ host, visitor, agent }) => {
  await visitor.visit((await host('plain')).url);
  await visitor.startAs('Mira Okafor');
  await agent.accept();

  await visitor.page.keyboard.press('Escape');
  await expect(visitor.panel).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
  await agent.say('Still there?');

  await expect(visitor.page.getByRole('button', { name: /chat, 1 unread/i })).toBeVisible();
  await visitor.open();
  await visitor.sees('Still there?');
});

test('data-end-on="close": closing asks first, then the chat is over', async ({ host, visitor, agent }) => {
  await visitor.visit((await host('plain', { 'data-end-on': 'close' })).url);
  await visitor.startAs('Mira Okafor');
  await agent.accept();

  await visitor.button(/^close|^minimi[sz]e/i).click();
  await visitor.button('End chat').last().click();

  await expect(agent.page.getByText(/left|ended/i).first()).toBeVisible();
});

test('data-end-on="leave": leaving the page removes the member', async ({ page, host, visitor, agent }) => {
  await visitor.visit((await host('plain', { 'data-end-on': 'leave' })).url);
  await visitor.startAs('Mira Okafor');
  await agent.accept();

  await page.goto('about:blank');

  await expect(agent.page.getByText(/left|ended/i).first()).toBeVisible();
});
