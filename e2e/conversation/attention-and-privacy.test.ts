import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('row 53: Forget me asks, ends the chat and leaves nothing behind', async ({ page, chatOn, visitor, agent }) => {
  await chatOn('plain');
  await visitor.say('my secret');
  await agent.sees('my secret');

  await visitor.button('More').click();
  await visitor.panel.getByRole('menuitem', { name: 'Forget me' }).click();
  await page.keyboard.press('Escape');
  await expect(visitor.panel.getByRole('alertdialog')).toHaveCount(0);
  await expect(visitor.panel).toBeVisible();
  await expect(visitor.message('my secret')).toBeVisible();

  await visitor.button('More').click();
  await visitor.panel.getByRole('menuitem', { name: 'Forget me' }).click();
  await visitor.panel.getByRole('alertdialog').getByRole('button', { name: 'Forget me' }).click();

  await expect(visitor.message('my secret')).toHaveCount(0);
  await expect(visitor.panel.getByRole('textbox', { name: 'Your name' })).toHaveValue('');
  await expect(agent.page.getByText(/left the chat/i).first()).toBeVisible({ timeout: 20_000 });
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(stored).not.toMatch(/Mira|secret|jwt/);
});

test('row 61, 62: a message is heard while nobody looks, and mute is remembered over a reload', async ({
  page,
  chatOn,
  visitor,
  agent,
}) => {
  await page.addInitScript(() => {
    const heard = window as Window & { notes?: number };
    heard.notes = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
      heard.notes = (heard.notes ?? 0) + 1;
      start.apply(this, when);
    };
  });
  const notes = () => page.evaluate(() => (window as Window & { notes?: number }).notes);
  await chatOn('plain');
  await agent.say('seen at once');
  await visitor.sees('seen at once');
  expect(await notes()).toBe(0);
  await visitor.button('Close').click();

  await agent.say('one');
  await expect(page.locator('porchlight-chat').getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();
  await expect.poll(notes).toBe(2);
  await agent.say('two');
  await expect(page.locator('porchlight-chat').getByRole('button', { name: 'Chat, 2 unread' })).toBeVisible();

  await visitor.open();
  await visitor.button('More').click();
  const mute = visitor.panel.getByRole('menuitemcheckbox', { name: 'Mute sounds' });
  await expect(mute).toHaveAttribute('aria-checked', 'false');
  await mute.click();
  await page.reload();
  await expect(visitor.panel).toBeVisible();
  await visitor.button('More').click();
  await expect(mute).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await agent.say('three');
  await expect(page.locator('porchlight-chat').getByRole('button', { name: 'Chat, 1 unread' })).toBeVisible();
  expect(await notes()).toBe(0);
});

test('row 63: the title flashes while the page is hidden, and is restored to the letter', async ({
  page,
  chatOn,
  visitor,
  agent,
}) => {
  await chatOn('plain');
  await visitor.say('Hello');
  await page.evaluate(() => {
    const title = document.querySelector('title');
    if (title) title.textContent = '  A   page  ';
  });
  const rawTitle = () => page.evaluate(() => document.querySelector('title')?.textContent);
  const pretend = (state: string) =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
      Object.defineProperty(document, 'hidden', { value: now === 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);

  await pretend('hidden');
  await agent.say('Are you there?');
  await expect.poll(rawTitle).toBe('(1) New message');
  await expect.poll(rawTitle).toBe('  A   page  ');
  await pretend('visible');

  expect(await rawTitle()).toBe('  A   page  ');
});
