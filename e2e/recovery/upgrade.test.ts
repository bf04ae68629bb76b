import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('a page opened before an upgrade has all its files after it, though the service knows its build no more', async ({
  page,
  service,
  host,
  visitor,
  agent,
  pageErrors,
}) => {
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  const missing: string[] = [];
  const came: string[] = [];
  await page.route(/\/porchlight\/[0-9a-f]{8}\//, (route) => {
    missing.push(route.request().url());
    return route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } });
  });
  page.on('response', (response) => {
    const { origin, pathname } = new URL(response.url());
    if (origin === service.origin && response.ok() && pathname.endsWith('.js')) came.push(pathname);
  });

  await visitor.open();
  await visitor.say('Are you still there?');
  await agent.accept();
  await agent.say('After the upgrade too.');
  await visitor.sees('After the upgrade too.');
  expect(await page.evaluate(() => window.Porchlight?.('transcript', 'text'))).toContain('After the upgrade too.');
  await visitor.button('More').click();
  await expect(visitor.panel.getByRole('menu')).toBeVisible();

  expect(missing.length).toBeGreaterThan(0);
  expect([...new Set(came)].sort()).toEqual(
    expect.arrayContaining(['chat', 'later', 'page', 'widget'].map((file) => `/porchlight/${file}.js`)),
  );
  expect(pageErrors).toEqual([]);
});
