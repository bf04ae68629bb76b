import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { defaultSettings } from './settings.ts';
import { noProxies } from './trusted-proxies.ts';

test('without any setting the service is for this machine, with its demo', () => {
  expect(readConfig({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    demo: 'auto',
    isLoopback: true,
    isPublic: false,
    publicUrl: undefined,
    trustedProxies: noProxies,
    limits: defaultSettings.limits,
  });
  expect(readConfig({}).dataFolder).toMatch(/\/data$/);
});

test('what an operator sets counts, blanks do not', () => {
  const config = readConfig({
    PORT: '0',
    HOST: '0.0.0.0',
    PORCHLIGHT_DATA: '/var/lib/porchlight',
    PORCHLIGHT_DEMO: 'off',
    PORCHLIGHT_PUBLIC_URL: 'https://chat.example.com/',
    PORCHLIGHT_TRUSTED_PROXIES: '10.0.0.1, ::1',
    PORCHLIGHT_LIMITS: 'create=100+600/min agent-message=40+30/s',
  });

  expect(config).toEqual({
    port: 0,
    host: '0.0.0.0',
    dataFolder: '/var/lib/porchlight',
    demo: 'off',
    isLoopback: false,
    isPublic: true,
    publicUrl: 'https://chat.example.com',
    trustedProxies: { has: expect.any(Function) },
    metrics: 'token',
    limits: {
      ...defaultSettings.limits,
      create: { burst: 100, perSecond: 10 },
      agentMessage: { burst: 40, perSecond: 30 },
    },
  });
  expect(readConfig({ PORT: ' ', HOST: '' })).toEqual(readConfig({}));
});

test.each(['localhost', '127.0.0.1', '127.0.0.53', '::1', '[::1]'])('%s is loopback', (HOST) => {
  expect(readConfig({ HOST }).isLoopback).toBe(true);
});

test.each(['0.0.0.0', '::', '192.168.1.2', 'chat.example.com', '127.evil.example'])('%s is not', (HOST) => {
  expect(readConfig({ HOST }).isLoopback).toBe(false);
});

test.each([
  ['PORT', '80a'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['HOST', 'http://localhost'],
  ['PORCHLIGHT_DEMO', 'maybe'],
  ['PORCHLIGHT_PUBLIC_URL', 'chat.example.com'],
  ['PORCHLIGHT_PUBLIC_URL', 'ftp://chat.example.com'],
  ['PORCHLIGHT_PUBLIC_URL', 'https://chat.example.com/chat'],
  ['PORCHLIGHT_TRUSTED_PROXIES', 'my-proxy'],
  ['PORCHLIGHT_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['PORCHLIGHT_TRUSTED_PROXIES', '127.0.0.1, 0.0.0.0/0'],
  ['PORCHLIGHT_TRUSTED_PROXIES', '::/0'],
  ['PORCHLIGHT_METRICS', 'local'],
  ['PORCHLIGHT_LIMITS', 'create=10'],
  ['PORCHLIGHT_LIMITS', 'create=0+1/s'],
  ['PORCHLIGHT_LIMITS', 'everything=10+1/s'],
  ['DATABASE_URL', 'postgres://db'],
  ['DATABASE_URL', 'mysql://db/porchlight'],
])('%s=%s is refused with a sentence that names it', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(expect.objectContaining({ name: 'StartupError' }));
  expect(() => readConfig({ [name]: value })).toThrow(name);
});

test('with DATABASE_URL there is no demo, and the error for a wrong one hides its password', () => {
  const url = 'postgres://porchlight:secret@db.example.com/porchlight';

  expect(readConfig({ DATABASE_URL: url, PORCHLIGHT_DEMO: 'on' })).toMatchObject({ databaseUrl: url, demo: 'off' });
  expect(() => readConfig({ DATABASE_URL: 'mysql://porchlight:secret@db/x' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('secret') }),
  );
});

test.each([
  { PORCHLIGHT_PUBLIC_URL: 'https://chat.example.com' },
  { PORCHLIGHT_PUBLIC_URL: 'http://localhost:8080' },
  { PORCHLIGHT_TRUSTED_PROXIES: '127.0.0.1' },
  { HOST: '0.0.0.0' },
])('%j makes the service public, and a public one has no demo', (env) => {
  expect(readConfig({ ...env, PORCHLIGHT_DEMO: 'on' })).toMatchObject({ isPublic: true, demo: 'off' });
});
