import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notFoundHandler } from '../../middleware/errors.ts';
import { assetRoutes, loadAssets } from './assets.ts';

const build = '0123456789abcdef';
const integrity = { 'porchlight.js': 'sha256-of-the-loader' };
const widget = 'export const widget = 1;\n'.repeat(50);
let dist: string;
let app: Hono;

beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), 'porchlight-dist-'));
  for (const folder of ['porchlight', 'console/assets']) mkdirSync(join(dist, folder), { recursive: true });
  writeFileSync(join(dist, 'build.json'), JSON.stringify({ build, integrity }));
  writeFileSync(join(dist, 'porchlight/porchlight.js'), 'loader()');
  writeFileSync(join(dist, 'porchlight/widget.js'), widget);
  writeFileSync(join(dist, 'porchlight/theme-paper.css'), 'porchlight-chat {}');
  writeFileSync(join(dist, 'console/index.html'), '<!doctype html>');
  writeFileSync(join(dist, 'console/assets/main-abc.js'), 'main()');
  app = new Hono().route('/', assetRoutes(loadAssets(dist, join(dist, 'kept'))));
  app.notFound(notFoundHandler(app));
});
afterAll(() => rmSync(dist, { recursive: true }));

const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

test.each([
  ['/porchlight.js', 'public, max-age=300'],
  ['/porchlight/current.js', 'no-cache'],
  [`/porchlight/${build}/widget.js`, 'public, max-age=31536000, immutable'],
  [`/porchlight/${build}/porchlight.js`, 'public, max-age=31536000, immutable'],
])('%s may be loaded by any page and cached as %s', async (path, cacheControl) => {
  const answer = await get(path);

  expect(answer.headers.get('Cache-Control')).toBe(cacheControl);
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(answer.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
  expect(answer.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
  expect(await answer.text()).toBe(path.endsWith('porchlight.js') ? 'loader()' : widget);
});

test('the hashes of this build can be read, to pin its files', async () => {
  expect(await (await get('/porchlight/integrity.json')).json()).toEqual({ build, integrity });
});

test('the preview shows the widget to this origin alone, with harmless attributes as text', async () => {
  const asked = new URLSearchParams({
    theme: 'dark',
    css: 'paper',
    'text-launcher': '"><script>alert(1)</script>',
    'api-base': 'https://evil.example',
    global: 'alert',
    'x onload': 'alert(1)',
  });
  const answer = await get(`/porchlight/preview?${asked}`);
  const page = await answer.text();

  expect(answer.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'self'");
  expect(page).toContain(' data-theme="dark"');
  expect(page).toContain('data-text-launcher="&quot;&gt;&lt;script&gt;');
  expect(page).toContain('/porchlight/theme-paper.css');
  expect(page).not.toMatch(/api-base|data-global|onload|css=/);
  expect(page.match(/<script/g)).toHaveLength(1);
});

test('another build is not served under its name', async () => {
  expect((await get('/porchlight/fedcba9876543210/widget.js')).status).toBe(404);
});

test('after an upgrade the build before it is served unchanged, and only a few builds are archived', async () => {
  const home = mkdtempSync(join(tmpdir(), 'porchlight-upgrades-'));
  const upgradeTo = async (name: string) => {
    mkdirSync(join(home, 'dist/porchlight'), { recursive: true });
    writeFileSync(join(home, 'dist/build.json'), JSON.stringify({ build: name }));
    writeFileSync(join(home, 'dist/porchlight/chat.js'), `chat of ${name}`);
    return assetRoutes(loadAssets(join(home, 'dist'), join(home, 'kept')));
  };

  await upgradeTo('a1');
  const upgraded = await upgradeTo('b2');
  const old = await upgraded.request('/porchlight/a1/chat.js');
  for (const name of ['c3', 'd4']) await upgradeTo(name);
  const later = await upgradeTo('e5');

  expect(await old.text()).toBe('chat of a1');
  expect((await later.request('/porchlight/a1/chat.js')).status).toBe(404);
  expect(await (await later.request('/porchlight/b2/chat.js')).text()).toBe('chat of b2');
  rmSync(home, { recursive: true });
});

test('a browser gets what it can unpack, and 304 for what it has', async () => {
  const brotli = await get('/porchlight/current.js', { 'Accept-Encoding': 'gzip, deflate, br' });
  const gzip = await get('/porchlight/current.js', { 'Accept-Encoding': 'gzip, br;q=0' });
  const plain = await get('/porchlight/current.js', { 'Accept-Encoding': 'identity' });
  const etag = plain.headers.get('ETag') ?? '';

  expect(brotli.headers.get('Content-Encoding')).toBe('br');
  expect(brotliDecompressSync(await brotli.arrayBuffer()).toString()).toBe(widget);
  expect(gzip.headers.get('Content-Encoding')).toBe('gzip');
  expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(widget);
  expect(plain.headers.get('Content-Encoding')).toBeNull();
  expect(plain.headers.get('Vary')).toBe('Accept-Encoding');
  expect((await get('/porchlight/current.js', { 'If-None-Match': etag })).status).toBe(304);
});

test('the console runs its own scripts only, and cannot be framed', async () => {
  const page = await get('/console/');
  const policy = page.headers.get('Content-Security-Policy') ?? '';

  expect(page.headers.get('Cache-Control')).toBe('no-store');
  expect(page.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "trusted-types 'none'",
  ]) {
    expect(policy.split('; ')).toContain(rule);
  }
  expect((await get('/console')).headers.get('Location')).toBe('/console/');
  expect((await get('/console/assets/main-abc.js')).headers.get('Cache-Control')).toContain('immutable');
});

test.each([
  '/console/..%2fbuild.json',
  '/console/assets/..%2f..%2fbuild.json',
  `/porchlight/${build}/..%2fbuild.json`,
  '/console/nothing.js',
  '/porchlight/build.json',
])('%s leads nowhere', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('without a build there is nothing to serve, and that is no failure', async () => {
  const empty = assetRoutes(loadAssets(join(dist, 'missing'), join(dist, 'kept')));

  expect((await empty.request('/porchlight.js')).status).toBe(404);
});
