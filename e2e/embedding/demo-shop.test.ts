import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test.use({ ownService: true });

test('the demo shop holds the pasted tag and nothing else of ours', async ({ service }) => {
  const html = await (await fetch(`${service.origin}/`)).text();
  const { organizationId, deploymentId } = await service.demo();

  expect(html.match(/<script\b/g)).toHaveLength(1);
  expect(html).toContain(`data-organization-id="${organizationId}"`);
  expect(html).toContain(`data-deployment-id="${deploymentId}"`);
  expect(html).not.toContain('{{');
});

test('row 46: a chat begun on one page of the shop goes on, open, on the next', async ({
  page,
  service,
  visitor,
  agent,
}) => {
  await visitor.visit(`${service.origin}/`);
  await visitor.startAs('Mira Okafor');
  await agent.accept();
  await visitor.say('What does delivery cost?');
  await agent.say('Have a look at the delivery page.');
  await visitor.sees('Have a look at the delivery page.');

  await page.getByRole('link', { name: 'Delivery and returns' }).click();
  await expect(page.getByRole('heading', { name: 'Delivery and returns' })).toBeVisible();

  await expect(visitor.panel).toBeVisible();
  await visitor.sees('Have a look at the delivery page.');
  await visitor.say('Found it.');
  await agent.sees('Found it.');

  await page.getByRole('link', { name: 'paper' }).click();
  await expect(visitor.panel).toHaveCSS('font-family', /^Georgia/);
  await visitor.sees('Found it.');
  await page.getByRole('link', { name: 'Ember & Oak' }).click();
  await expect(visitor.panel).toHaveCSS('font-family', /^Georgia/);
});

test('the printed address of the console loses its token, and the demo’s agent is one press away', async ({
  page,
  service,
}) => {
  await page.goto(`${service.origin}/console/?demo=${await service.demoToken()}`);
  await expect(page).toHaveURL(/\/console\/(#|$)/);

  await page.getByRole('button', { name: 'Continue as the demo’s agent' }).click();

  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
});
