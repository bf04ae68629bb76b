import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('on a page that lets one pinned script run, the single file is the whole chat', async ({
  page,
  service,
  chatOn,
  visitor,
  agent,
  pageErrors,
}) => {
  const fetched: string[] = [];
  const refused: string[] = [];
  page.on('request', (request) => request.resourceType() === 'script' && fetched.push(request.url()));
  page.on('console', (line) => /security policy|trusted/i.test(line.text()) && refused.push(line.text()));

  await chatOn('pinned');
  await visitor.say('Is one file enough?');
  await agent.sees('Is one file enough?');
  await agent.say('It is.');
  await visitor.sees('It is.');

  expect(fetched).toEqual([expect.stringMatching(/\/porchlight\/[0-9a-f]{8}\/porchlight\.single\.js$/)]);
  expect(fetched[0]).toContain(service.origin);
  expect(refused).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('a reload of such a page brings the running chat back', async ({ chatOn, visitor, agent }) => {
  await chatOn('pinned');
  await visitor.say('before the reload');

  await visitor.page.reload();

  await visitor.sees('before the reload');
  await agent.say('after the reload');
  await visitor.sees('after the reload');
});

test('the single file with one changed byte never runs', async ({ page, host, visitor, pageErrors }) => {
  await page.route('**/porchlight.single.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `globalThis.tampered = 1;${await response.text()}` });
  });

  await page.goto((await host('pinned')).url);

  await expect(page.getByRole('heading')).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => 'tampered' in globalThis)).toBe(false);
  await expect(visitor.launcher).toHaveCount(0);
  expect(pageErrors).toEqual([]);
});
