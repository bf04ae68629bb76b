import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { StaticFiles } from '../../../static/static-files.ts';
import { createDemoGate } from '../../demo-gate.ts';
import { errorHandler } from '../../middleware/errors.ts';
import { demoRoutes } from './demo.ts';

const details = {
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
  ['look.html', { type: 'text/html; charset=utf-8', etag: '"3"', plain: bytes('{{theme}} /{{query}}') }],
  ['shop.css', { type: 'text/css', etag: '"2"', plain: bytes('{{queue}}') }],
]);

const token = 'a-token-that-stands-in-the-terminal';

function createTestApp() {
  const logged: unknown[][] = [];
  const log = { info() {}, error() {}, warn: (...line: unknown[]) => void logged.push(line) };
  const app = new Hono().route('/', demoRoutes({ details: details, shop, gate: createDemoGate(token, { log }) }));
  app.onError(errorHandler(log));
  return { app, logged };
}

const ownNames = ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'LOCALHOST'];

test.each(ownNames)('at %s the shop is a page like any other, and the token opens the rest', async (Host) => {
  const { app } = createTestApp();
  const ask = (path: string, more = {}) => app.request(`http://${Host}${path}`, { headers: { Host, ...more } });

  expect(await (await ask('/')).text()).toBe(`http://${Host.toLowerCase()} deployment-1 {{other}}`);
  expect(await (await ask('/shop.css')).text()).toBe('{{queue}}');
  const given = await ask('/demo/config.json', { 'Demo-Token': token });
  expect(given.headers.get('Cache-Control')).toBe('no-store');
  expect(await given.json()).toEqual(details);
});

test.each<Record<string, string>>([
  {},
  { 'Demo-Token': 'wrong' },
  { 'Demo-Token': '' },
  { 'Demo-Token': `${token}x` },
  { Cookie: `porchlight-demo-80=${token}x` },
  // Of a service on another port.
  { Cookie: `porchlight-demo-8081=${token}` },
  { Authorization: `Bearer ${token}` },
])('without the token (%j) no secret is answered, but where its address stands', async (headers) => {
  const { app } = createTestApp();

  const answer = await app.request('/demo/config.json', { headers: { Host: 'localhost', ...headers } });

  expect(answer.status).toBe(404);
  const text = await answer.text();
  expect(text).toContain('terminal');
  expect(text).toContain('demo-token');
  expect(text).not.toMatch(/secret|deployment-1/);
  expect(text).not.toContain(token);
});

test('the printed address leads to itself without the token, and the browser may then see everything', async () => {
  const { app } = createTestApp();
  const Host = '127.0.0.1:8123';

  const answer = await app.request(`http://${Host}/?look=paper&demo=${token}&x=1`, { headers: { Host } });

  expect(answer.status).toBe(302);
  expect(answer.headers.get('Location')).toBe('/?look=paper&x=1');
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  const cookie = answer.headers.get('Set-Cookie') ?? '';
  expect(cookie.split('; ').toSorted()).toEqual(
    [`porchlight-demo-8123=${token}`, 'HttpOnly', 'Path=/', 'SameSite=Strict'].toSorted(),
  );
  const headers = { Host, Cookie: cookie.split(';')[0] ?? '' };
  expect(await (await app.request(`http://${Host}/demo/config.json`, { headers })).json()).toEqual(details);
});

test.each(['wrong', '', `${token}&demo=${token}`.replace(token, 'wrong')])(
  'a wrong token (%s) leaves the address too, and opens nothing',
  async (given) => {
    const { app } = createTestApp();

    const answer = await app.request(`/?demo=${given}`, { headers: { Host: 'localhost' } });

    expect(answer.status).toBe(302);
    expect(answer.headers.get('Location')).toBe('/');
    expect(answer.headers.get('Set-Cookie')).toBeNull();
  },
);

test.each([
  { Host: 'shop.example' },
  { Host: 'localhost.shop.example' },
  { Host: '127.0.0.1:8080.shop.example' },
  { Host: '127.0.0.1:8080, shop.example' },
  { Host: 'localhost', Forwarded: 'for=192.0.2.1' },
  { Host: 'localhost', 'X-Forwarded-For': '192.0.2.1' },
  { Host: 'localhost', 'x-forwarded-anything': 'yes' },
  {},
])(
  'from elsewhere (%j) it is as if it were not there, also with the token, and one line is logged [S2]',
  async (headers) => {
    const { app, logged } = createTestApp();

    for (const [index, path] of ['/demo/config.json', '/', '/shop.css', `/?demo=${token}`].entries()) {
      const answer = await app.request(path, {
        headers: { 'Demo-Token': token, ...headers } as Record<string, string>,
      });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('Set-Cookie')).toBeNull();
      expect(await answer.text()).not.toMatch(/secret|deployment-1/);
      expect(logged).toHaveLength(index + 1);
    }
    expect(JSON.stringify(logged)).not.toContain(token);
  },
);

test('the shop shows the chat in the look that is asked for, and takes it along from page to page', async () => {
  const { app } = createTestApp();
  const headers = { Host: 'localhost' };
  const page = async (query: string) => (await app.request(`http://localhost/look.html${query}`, { headers })).text();

  expect(await page('?look=paper')).toBe('<link rel="stylesheet" href="/porchlight/theme-paper.css" /> /?look=paper');
  expect(await page('')).toBe(' /');
  expect(await page('?look=%22%3E%3Cscript%3E')).toBe(' /');
});
