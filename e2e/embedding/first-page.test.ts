import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';

test('the page in docs/first-page.md, with the ids filled in, is a chat in its own colours and language', async ({
  page,
  host,
  service,
}) => {
  const { organizationId, testDeployments = {} } = await service.demo();
  const text = await readFile(new URL('../../docs/first-page.md', import.meta.url), 'utf8');
  const [, written = ''] = /```html\n(<!doctype html>[^`]+)```/.exec(text) ?? [];
  const filled = written
    .replaceAll('http://127.0.0.1:8080', service.origin)
    .replace('organization-id="…"', `organization-id="${organizationId}"`)
    .replace('deployment-id="…"', `deployment-id="${testDeployments.answers}"`);
  expect(filled).not.toContain('…');
  const widget = page.locator('porchlight-chat');

  await page.goto((await host('plain')).write('/own', filled));
  await widget.getByRole('button', { name: 'Chat' }).click();
  await widget.getByRole('textbox', { name: 'Ihr Name' }).fill('Mira');
  await widget.getByRole('textbox', { name: 'Nachricht' }).fill('Guten Tag');
  await widget.getByRole('textbox', { name: 'Nachricht' }).press('Enter');

  await expect(widget.getByText('You wrote: Guten Tag', { exact: true })).toBeVisible();
  const style = await page.evaluate(() => {
    const root = document.querySelector('porchlight-chat')?.shadowRoot;
    const style = (part: string) => getComputedStyle(root?.querySelector(`[part~="${part}"]`) ?? document.body);
    return [style('launcher').backgroundColor, style('panel').fontFamily.split(',')[0]];
  });
  expect(style).toEqual(['rgb(29, 107, 79)', 'Georgia']);
});

test('a site owner sees each of the five test deployments do what it says, in the widget and in the page’s events', async ({
  page,
  host,
  visitor,
  service,
}) => {
  const { testDeployments: ids = {} } = await service.demo();
  const visit = async (behaviour: string) => {
    const site = await host('plain', {
      'data-deployment-id': ids[behaviour] ?? '',
      'data-name': 'Mira',
      'data-storage': 'none',
    });
    await visitor.visit(site.url);
    await page.evaluate(() => {
      const events: string[] = [];
      Object.assign(window, { events });
      for (const name of ['start', 'status', 'typing', 'error', 'end']) {
        document.addEventListener(`porchlight:${name}`, ({ detail }: CustomEventInit) =>
          events.push([name, detail.status ?? detail.message ?? ''].join(' ').trim()),
        );
      }
    });
    await visitor.open();
    await visitor.say('Hello?');
  };
  const events = () => page.evaluate(() => Reflect.get(window, 'events') as string[]);

  await visit('answers');
  await visitor.sees('You wrote: Hello?');
  await expect(visitor.panel.getByText('Test agent').first()).toBeVisible();
  expect(await events()).toEqual(expect.arrayContaining(['start', 'status waiting', 'status connected', 'typing']));

  const report = await page.evaluate(() => window.Porchlight?.doctor());
  expect(report).toMatchObject({
    problems: [],
    policyViolations: [],
    configured: { 'data-storage': { value: 'none', from: 'attribute' }, 'data-name': { value: '(given)' } },
    tab: { hasLine: true },
    line: [{ what: 'open' }],
    clockOffsetMs: expect.any(Number),
  });
  expect(JSON.stringify(report)).not.toMatch(/Mira|Hello/);

  await visit('busy');
  await expect(visitor.panel.getByText('We are finding someone for you. You can already write.')).toBeVisible();

  await visit('closed');
  await expect(visitor.panel.getByText('This chat is closed at the moment.')).toBeVisible();
  await expect(visitor.message('Hello?')).toBeVisible();
  expect(await events()).toEqual(expect.arrayContaining(['error chat.deployment.disabled', 'status failed']));

  await visit('refuses');
  await expect(visitor.panel.getByText('This chat is not available here.')).toBeVisible();
  expect(await events()).toEqual(expect.arrayContaining(['error chat.error.invalid.queue', 'status failed']));

  await visit('drops');
  await visitor.sees('You wrote: Hello?');
  await visitor.say('Are you there?');
  await expect(visitor.panel.getByText('Test agent left the chat')).toBeVisible();
  await expect(visitor.button('Start a new chat')).toBeVisible();
  expect(await events()).toEqual(expect.arrayContaining(['end', 'status ended']));
});
