import { globSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { startTestOidcProvider } from './test-oidc-provider.ts';
import { startTlsProxy } from './tls-proxy.ts';
import { withinLimit } from './within-limit.ts';

afterEach(() => vi.useRealTimers());

const never = new Promise<void>(() => {});

test('what never ends is an error that names it, under pretended time too [T1]', async () => {
  vi.useFakeTimers();

  await expect(withinLimit('a socket to close', never, 20)).rejects.toThrow(
    'Waited 0.02 s in vain for a socket to close',
  );
});

test('what ends in time passes, with its value or its error', async () => {
  expect(await withinLimit('a value', Promise.resolve(7))).toBe(7);
  await expect(withinLimit('a failure', Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test('a front with TLS closes while a client has said nothing yet [T1]', async () => {
  const front = await startTlsProxy(() => 1);
  const silent = connect(Number(front.host.split(':')[1]), '127.0.0.1').on('error', () => {});
  await new Promise((resolve) => silent.once('connect', resolve));

  await withinLimit('the front to stop', front.stop(), 5_000);
});

test('an OpenID provider closes while a request is half sent [T1]', async () => {
  const provider = await startTestOidcProvider();
  const slow = connect(Number(new URL(provider.issuer).port), '127.0.0.1').on('error', () => {});
  await new Promise((resolve) => slow.once('connect', resolve));
  slow.write('GET / HTTP/1.1\r\nHost: local');

  await withinLimit('the provider to stop', provider.stop(), 5_000);
});

test('no teardown waits for a server to close without a limit [T1]', () => {
  const files = globSync('{src,e2e}/**/*.{ts,tsx}').filter((file) => /\.test\.tsx?$|testing\/|^e2e\//.test(file));
  const unlimited = files.filter((file) => /await new Promise\([^;]*=> \w+\.close\(/.test(readFileSync(file, 'utf8')));

  expect(files.length).toBeGreaterThan(100);
  expect(unlimited).toEqual([]);
});
