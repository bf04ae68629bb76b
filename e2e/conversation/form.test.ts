import { expect, type Locator } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('the very first chat of a new visitor: opening sends nothing, the form asks, and the agent sees who it is', async ({
  page,
  host,
  visitor,
  agent,
  service,
}) => {
  const calls: string[] = [];
  page.on('request', (request) => request.url().startsWith(`${service.origin}/api/`) && calls.push(request.url()));
  const site = await host('plain', {
    'data-form': 'name,email?',
    'data-text-title': 'Lamps and more',
    'data-text-greeting': 'Which lamp?',
  });
  await visitor.visit(site.url);
  await visitor.open();
  await expect(visitor.panel.getByRole('heading', { name: 'Lamps and more' })).toBeVisible();
  await expect(visitor.transcript).toContainText('Which lamp?');
  await expect(visitor.panel.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await expect(visitor.composer).toBeVisible();
  expect(calls).toEqual([]);
  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBeLessThanOrEqual(1);

  await visitor.panel.getByRole('textbox', { name: 'E-mail (optional)' }).fill('mira@x.example');
  await visitor.composer.fill('Hello, is this lamp in stock?');
  await visitor.composer.press('Enter');
  await expect(visitor.panel.getByRole('textbox', { name: 'Your name' })).toBeFocused();
  await expect(visitor.composer).toHaveValue('Hello, is this lamp in stock?');
  expect(calls).toEqual([]);
  await page.keyboard.type('Mira Okafor');
  await page.keyboard.press('Enter');

  await expect(visitor.message('Hello, is this lamp in stock?')).toBeVisible();
  await expect(visitor.panel.getByRole('textbox', { name: 'Your name' })).toHaveCount(0);
  await expect(visitor.panel.getByText('Waiting for someone to join')).not.toHaveCount(0);
  await agent.accept();
  await agent.sees('Hello, is this lamp in stock?');
  await expect(agent.page.getByText('Mira Okafor').first()).toBeVisible();
  await agent.say('Yes, it is.');
  await visitor.sees('Yes, it is.');
});

test('row 69: what is wrong in the form is said in the browser’s words, tied to its field', async ({
  host,
  visitor,
}) => {
  await visitor.visit((await host('plain', { 'data-form': 'name,email', 'data-name': 'Mira' })).url);
  await visitor.open();
  const email = visitor.panel.getByRole('textbox', { name: 'E-mail' });
  await expect(visitor.panel.getByRole('textbox', { name: 'Your name' })).toHaveCount(0);

  const highOf = async (one: Locator) => (await one.boundingBox())?.height;
  expect(await highOf(visitor.button('Start'))).toBe(await highOf(email));
  expect(await highOf(visitor.button('Send'))).toBe(await highOf(visitor.composer));
  await email.fill('nowhere');
  await visitor.button('Start').click();

  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription(/@/);
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await email.fill('mira@x.example');
  await expect(email).toHaveAccessibleDescription('');
  await visitor.button('Start').click();
  await expect(email).toHaveCount(0);
  await expect(visitor.composer).toBeFocused();
});

test('a form of garbage is a form with a name', async ({ host, visitor, pageErrors }) => {
  await visitor.visit((await host('plain', { 'data-form': '{"name":1};,<img>,??' })).url);
  await visitor.open();

  await expect(visitor.panel.getByRole('textbox')).toHaveCount(2);
  expect(pageErrors).toEqual([]);
});

test('row 68: before consent nothing is sent or stored, and what was written waits', async ({
  page,
  host,
  visitor,
  agent,
  service,
}) => {
  const calls: string[] = [];
  page.on('request', (request) => request.url().startsWith(`${service.origin}/api/`) && calls.push(request.url()));
  const site = await host('plain', {
    'data-consent': 'required',
    'data-name': 'Mira',
    'data-text-consent': 'We keep what you write for a month.',
    'data-text-consent-url': 'https://shop.example/privacy',
  });
  await visitor.visit(site.url);
  await visitor.open();
  await expect(visitor.panel.getByRole('group', { name: 'We keep what you write for a month.' })).toBeVisible();
  await expect(visitor.panel.getByRole('link', { name: 'Privacy policy' })).toHaveAttribute('href', /shop\.example/);

  await visitor.composer.fill('My lamp broke.');
  await visitor.composer.press('Enter');
  await expect(visitor.button('I agree')).toBeFocused();
  await expect(visitor.composer).toHaveValue('My lamp broke.');
  await expect(visitor.message('My lamp broke.')).toHaveCount(0);
  expect(calls).toEqual([]);
  expect(await page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)])).toEqual([]);
  await page.keyboard.press('Enter');

  await expect(visitor.composer).toBeFocused();
  await expect(visitor.composer).toHaveValue('My lamp broke.');
  await page.keyboard.press('Enter');
  await expect(visitor.message('My lamp broke.')).toBeVisible();
  await agent.accept();
  await agent.sees('My lamp broke.');
});
