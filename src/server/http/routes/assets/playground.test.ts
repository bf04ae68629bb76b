import { setTimeout as after } from 'node:timers/promises';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createDemoGate } from '../../demo-gate.ts';
import { errorHandler } from '../../middleware/errors.ts';
import { playgroundRoutes } from './playground.ts';

const token = 'a-token-that-stands-in-the-terminal';
const here = { Host: 'localhost', 'Demo-Token': token };
const ownPage = { ...here, 'Sec-Fetch-Site': 'same-origin' };

test('the playground’s own page can crash the service, and can ask before whether that is possible', async () => {
  const { ask, crashes } = createTestApp();

  expect(await (await ask('GET', '/playground/crash', here)).json()).toEqual({ isPossible: true });
  expect((await ask('POST', '/playground/crash', ownPage)).status).toBe(202);
  await after(0);
  expect(crashes()).toBe(1);
});

test.each([
  { ...here },
  { ...here, 'Sec-Fetch-Site': 'none' },
  { ...here, 'Sec-Fetch-Site': 'same-site' },
  { ...here, 'Sec-Fetch-Site': 'cross-site' },
  { ...ownPage, Host: 'shop.example' },
  { ...ownPage, 'X-Forwarded-For': '192.0.2.1' },
  { ...ownPage, 'Demo-Token': 'wrong' },
])('no other request can: %j', async (headers) => {
  const { ask, crashes } = createTestApp();

  expect((await ask('POST', '/playground/crash', headers)).status).toBe(404);
  await after(0);
  expect(crashes()).toBe(0);
});

test('where no supervisor would restart the service it cannot be crashed, and the page learns so', async () => {
  const { ask } = createTestApp({ isRestarted: false });

  expect(await (await ask('GET', '/playground/crash', here)).json()).toEqual({ isPossible: false });
  expect((await ask('POST', '/playground/crash', ownPage)).status).toBe(404);
});

test('the page comes with a policy, and without the token or from elsewhere it is not there', async () => {
  const { ask } = createTestApp();

  const page = await ask('GET', '/playground/', here);
  expect(await page.text()).toBe('<p>Playground');
  expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self';/);
  for (const path of ['', '/', '/crash', '/visitor.html', '/assets/main.js'].map((rest) => `/playground${rest}`)) {
    expect((await ask('GET', path, here)).status).toBeLessThan(400);
    expect((await ask('GET', path, { Host: 'shop.example' })).status).toBe(404);
    expect((await ask('GET', path, { ...here, Forwarded: 'for=192.0.2.1' })).status).toBe(404);
    const answer = await ask('GET', path, { Host: 'localhost' });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('terminal')]);
  }
});

function createTestApp({ isRestarted = true } = {}) {
  let crashes = 0;
  const crash = () => {
    crashes++;
  };
  const log = { info() {}, warn() {}, error() {} };
  const plain = new Uint8Array(new TextEncoder().encode('<p>Playground'));
  const file = { type: 'text/html; charset=utf-8', etag: '"1"', plain };
  const files = new Map(['index.html', 'visitor.html', 'assets/main.js'].map((name) => [name, file]));
  const app = new Hono().route(
    '/',
    playgroundRoutes({ files, gate: createDemoGate(token, { log }), crash: isRestarted ? crash : undefined }),
  );
  app.onError(errorHandler(log));
  return {
    crashes: () => crashes,
    ask: (method: string, path: string, headers: Record<string, string>) =>
      Promise.resolve(app.request(`http://localhost${path}`, { method, headers })),
  };
}
