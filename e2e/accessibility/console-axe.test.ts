import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { axeFaults } from '../support/inspection.ts';
import type { PorchlightService } from '../support/porchlight-service.ts';

test.use({ ownService: true });

test('axe finds nothing in any state of the console, light, dark and forced', async ({
  browser,
  service,
  host,
  agent,
  visitor,
}) => {
  test.setTimeout(180_000);
  const { page } = agent;
  const found: Record<string, string[]> = {};
  const check = async (state: string, at = page) => {
    found[state] = await axeFaults(at);
  };
  const list = page.getByRole('navigation', { name: 'Chats' });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });

  const door = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await door.goto(`${service.origin}/console/`);
  await door.getByRole('textbox', { name: 'E-mail' }).fill('nobody@example.com');
  await door.getByLabel('Password').fill('wrong');
  await door.getByRole('button', { name: 'Sign in' }).click();
  await expect(door.getByRole('alert')).toBeVisible();
  await check('sign-in refused', door);
  await door.close();

  await check('empty');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('shortcuts');
  await page.keyboard.press('Escape');
  await agent.button('When a chat is offered').click();
  await check('alerts');
  await page.keyboard.press('Escape');

  const shop = await host('plain', {
    'data-email': 'mira@example.com',
    'data-field-order': '77',
    'data-member-auth-token': await signedData(service),
  });
  await visitor.visit(shop.url);
  await visitor.startAs('Mira Okafor');
  await expect(agent.button('Accept').first()).toBeVisible({ timeout: 20_000 });
  await check('offer');
  await agent.row('Mira Okafor').click();
  await check('chosen offer');
  await agent.accept();
  await visitor.say('It stands on https://shop.example/lamps, at the end');
  await agent.say('Good evening');
  await agent.writeNote('Her third lamp');
  await page.route('**/messages', (route) => route.fulfill({ status: 400, body: '{}' }));
  await agent.say('Nobody takes this');
  await expect(agent.button('Retry')).toBeVisible();
  await page.unroute('**/messages');
  await check('talk, with a note and a message that was not sent');
  await agent.button('Note').click();
  await agent.button(/co-browse/i).click();
  await expect(agent.button('Cancel request')).toBeVisible();
  await check('note, and a request to share');
  await agent.button('Transfer').click();
  await expect(page.getByRole('radio').first()).toBeVisible();
  await check('transfer');
  await page.keyboard.press('Escape');
  await agent.button('Reply').click();
  await agent.composer.fill('/h');
  await expect(page.getByRole('option').first()).toBeVisible();
  await check('canned replies');
  await agent.button('End chat').click();
  await check('question whether to end');
  await page.keyboard.press('Escape');

  const other = await (await browser.newContext()).newPage();
  await other.goto((await host('plain')).url);
  await other.getByRole('button', { name: /chat/i }).click();
  await other.getByRole('textbox', { name: /name/i }).fill('Ben Adler');
  await other.getByRole('button', { name: 'Start' }).click();
  await expect(agent.row('Ben Adler')).toBeVisible({ timeout: 20_000 });
  await page.setViewportSize({ width: 320, height: 640 });
  await check('narrow, with one waiting behind');
  await agent.button('Details').click();
  await check('narrow, details');
  await agent.button('Hide details').click();
  await agent.button(/Back to the list/).click();
  await check('narrow, list');
  await page.setViewportSize({ width: 1280, height: 720 });
  await other.getByRole('button', { name: 'End chat' }).click();
  await other.getByRole('button', { name: 'End chat' }).last().click();
  await expect(list.getByText('Ben Adler is no longer waiting')).toBeVisible({ timeout: 20_000 });
  await check('an offer that is gone');
  await agent.row('Mira Okafor').click();
  await visitor.button('End chat').click();
  await visitor.button('End chat').last().click();
  await expect(agent.button('Close')).toBeVisible();
  await check('over');
  await agent.button(/^Close/).click();
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('link', { name: /Mira Okafor/ })).toBeVisible();
  await check('history');
  await page.getByRole('link', { name: /Mira Okafor/ }).click();
  await agent.sees('Good evening');
  await check('a chat of the history');
  await page.setViewportSize({ width: 320, height: 640 });
  await check('the same, narrow');
  await page.setViewportSize({ width: 1280, height: 720 });

  await page.getByRole('link', { name: 'Chats' }).click();
  // One signature is good for one chat.
  await visitor.page
    .locator('script[data-member-auth-token]')
    .evaluate((tag, signed) => tag.setAttribute('data-member-auth-token', signed), await signedData(service));
  await visitor.button('Start a new chat').click();
  await visitor.say('It is me again');
  await agent.accept();
  const earlier = page.getByRole('region', { name: 'Earlier chats' });
  await earlier.getByRole('group').locator('summary').click();
  await expect(earlier.getByText('Good evening')).toBeVisible();
  await check('what was said earlier');
  await page.route('**/*', (route) => route.abort());
  await page.getByRole('switch', { name: 'On queue' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await check('a change that failed');
  await service.killHard();
  await expect(page.getByText('Connection lost')).toBeVisible({ timeout: 20_000 });
  await check('without a line');

  expect(Object.entries(found).filter(([, faults]) => faults.length)).toEqual([]);
  expect(Object.keys(found)).toHaveLength(22);
});

/** As a site's own server says who its visitor is. */
async function signedData(service: PorchlightService): Promise<string> {
  const { client } = await service.demo();
  const granted = await fetch(`${service.origin}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = await granted.json();
  const signed = await fetch(`${service.origin}/api/v2/signeddata`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub: 'customer-77', email: 'mira@example.com' }),
  });
  return (await signed.json()).jwt;
}
