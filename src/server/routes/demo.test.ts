import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { errorHandler } from '../middleware/errors.ts';
import type { StaticFiles } from '../static-files.ts';
import { demoRoutes } from './demo.ts';

const facts = {
  organizationId: 'org-1',
  deploymentId: 'deployment-1',
  queue: 'Support',
  agent: { email: 'robin@demo.example', password: 'secret-1' },
  client: { id: 'client-1', secret: 'secret-2' },
};
const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const shop: StaticFiles = new Map([
  [
    'index.html',
    { type: 'text/html; charset=utf-8', etag: '"1"', plain: bytes('{{origin}} {{deploymentId}} {{other}}') },
  ],
  ['look.html', { type: 'text/html; charset=utf-8', etag: '"3"', plain: bytes('{{look}} /{{query}}') }],
  ['shop.css', { type: 'text/css', etag: '"2"', plain: bytes('{{queue}}') }],
]);

function createTestApp() {
  const warnings: unknown[] = [];
  const log = { info() {}, error() {}, warn: (facts: unknown) => void warnings.push(facts) };
  const app = new Hono().route('/', demoRoutes({ facts, shop }, { log }));
  app.onError(errorHandler(log));
  return { app, warnings };
}

test.each(['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'localhost'])('at %s the demo tells all', async (Host) => {
  const { app } = createTestApp();
  const headers = { Host };

  const told = await app.request(`http://${Host}/demo/config.json`, { headers });
  expect(told.headers.get('Cache-Control')).toBe('no-store');
  expect(await told.json()).toEqual(facts);
  expect(await (await app.request(`http://${Host}/`, { headers })).text()).toBe(
    `http://${Host} deployment-1 {{other}}`,
  );
  expect(await (await app.request(`http://${Host}/shop.css`, { headers })).text()).toBe('{{queue}}');
});

test.each([
  { Host: 'shop.example' },
  { Host: 'localhost.shop.example' },
  { Host: '127.0.0.1:8080.shop.example' },
  { Host: 'localhost', Forwarded: 'for=192.0.2.1' },
  { Host: 'localhost', 'X-Forwarded-For': '192.0.2.1' },
  { Host: 'localhost', 'x-forwarded-anything': 'yes' },
  {},
])('from elsewhere (%j) it is as if it were not there, and one line is logged', async (headers) => {
  const { app, warnings } = createTestApp();

  for (const [index, path] of ['/demo/config.json', '/', '/shop.css'].entries()) {
    const answer = await app.request(path, { headers: headers as Record<string, string> });
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toMatch(/secret|deployment-1/);
    expect(warnings).toHaveLength(index + 1);
  }
});

test('the shop shows the chat in the look that is asked for, and takes it along from page to page', async () => {
  const { app } = createTestApp();
  const headers = { Host: 'localhost' };
  const page = async (query: string) => (await app.request(`http://localhost/look.html${query}`, { headers })).text();

  expect(await page('?look=paper')).toBe('<link rel="stylesheet" href="/porchlight/theme-paper.css" /> /?look=paper');
  expect(await page('')).toBe(' /');
  expect(await page('?look=%22%3E%3Cscript%3E')).toBe(' /');
});
