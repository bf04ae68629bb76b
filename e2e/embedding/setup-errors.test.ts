import { expect, type Page } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { freePort, type PorchlightService } from '../support/porchlight-service.ts';

const unknownDeployment = '00000000-0000-4000-8000-000000000000';

test('without an id the panel says so and the console names the attribute', async ({
  page,
  host,
  visitor,
  pageErrors,
}) => {
  const lines = consoleLines(page);
  await visitor.visit((await host('plain', { 'data-deployment-id': '' })).url);

  await visitor.launcher.click();

  await expect(visitor.panel.getByRole('button', { name: /try again/i })).toBeVisible();
  expect(lines.filter((line) => line.includes('data-deployment-id'))).toHaveLength(1);
  expect(pageErrors).toEqual([]);
});

test('an unknown deployment is told in the panel, with Try again, and the text is kept', async ({
  page,
  host,
  visitor,
  pageErrors,
}) => {
  const lines = consoleLines(page);
  await visitor.visit((await host('plain', { 'data-deployment-id': unknownDeployment, 'data-name': 'Mira' })).url);
  await visitor.open();

  await visitor.composer.fill('Is anybody there?');
  await visitor.composer.press('Enter');

  await expect(visitor.button(/try again/i)).toBeVisible();
  await expect(visitor.panel.getByText('Is anybody there?')).toBeVisible();
  expect(lines.filter((line) => /porchlight/i.test(line) && /deployment/.test(line))).toHaveLength(1);
  expect(pageErrors).toEqual([]);
});

test('a disabled deployment is told in the panel', async ({ page, service, host, visitor, pageErrors }) => {
  const lines = consoleLines(page);
  await changeDeployment(service, { disabled: true });
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  await visitor.open();

  await visitor.composer.fill('Hello?');
  await visitor.composer.press('Enter');

  await expect(visitor.button(/try again/i)).toBeVisible();
  expect(lines.filter((line) => /porchlight/i.test(line) && /disabled/.test(line))).toHaveLength(1);
  expect(pageErrors).toEqual([]);
});

test('an origin that is not allowed is told in the panel, and works once it is', async ({
  page,
  service,
  host,
  visitor,
  agent,
  pageErrors,
}) => {
  const lines = consoleLines(page);
  await changeDeployment(service, { allowedDomains: ['shop.example'] });
  await visitor.visit((await host('plain', { 'data-name': 'Mira' })).url);
  await visitor.open();
  await visitor.composer.fill('Hello?');
  await visitor.composer.press('Enter');
  await expect(visitor.button(/try again/i)).toBeVisible();
  expect(lines.filter((line) => /porchlight/i.test(line) && /allowed/.test(line))).toHaveLength(1);

  await changeDeployment(service, { allowedDomains: ['localhost'] });
  await visitor.button(/try again/i).click();

  await agent.accept();
  await agent.sees('Hello?');
  expect(pageErrors).toEqual([]);
});

/** After so long without an answer, a start asks the visitor what to do. */
const givesUpMs = 20_000;

test.describe(() => {
  test.use({ movesTime: true });

  test('a service that cannot be reached never throws into the page', async ({
    page,
    time,
    host,
    visitor,
    pageErrors,
  }) => {
    const lines = consoleLines(page);
    const deadPort = await freePort();
    const apiBase = `http://127.0.0.1:${deadPort}`;
    await visitor.visit((await host('plain', { 'data-api-base': apiBase, 'data-name': 'Mira' })).url);
    await visitor.open();

    await visitor.composer.fill('Hello?');
    await visitor.composer.press('Enter');

    await time.pass(givesUpMs);
    await expect(visitor.panel.getByText(/cannot be reached|no connection/i).first()).toBeVisible();
    await expect(visitor.button(/try again/i)).toBeVisible();
    expect(lines.filter((line) => /^porchlight/i.test(line))).toHaveLength(1);
    expect(pageErrors).toEqual([]);
  });
});

function consoleLines(page: Page): string[] {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  return lines;
}

/** As an administrator's program changes it. */
async function changeDeployment(service: PorchlightService, change: object): Promise<void> {
  const { client, deploymentId } = await service.demo();
  const granted = await fetch(`${service.origin}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const url = `${service.origin}/api/v2/webchat/deployments/${deploymentId}`;
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const before = (await (await fetch(url, { headers })).json()) as object;
  const changed = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ ...before, ...change }) });
  expect(changed.status).toBe(200);
}
