import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTrustedProxies } from '../core/trusted-proxies.ts';
import { findClient } from './client-address.ts';

const proxies = readTrustedProxies(['10.0.0.0/8', 'loopback', '2001:db8:ffff::/48', '192.0.2.50:8443']);

type Headers = Partial<Record<'Forwarded' | 'X-Forwarded-For' | 'X-Forwarded-Proto' | 'X-Forwarded-Host', string>>;

const find = (peer: string, headers: Headers = {}, trusted = proxies) =>
  findClient({ peer, header: (name) => headers[name] }, trusted);
const networkOf = (peer: string, headers: Headers) => find(peer, headers).network;

describe('where a request comes from', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['64:ff9b::192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s [S10]', (peer, network) => {
    expect(find(peer).network).toBe(network);
  });

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['[2001:db8:1:2::3]:4711', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::3]', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::3', '2001:db8:1:2::/64'],
    ['"192.0.2.1:4711"', '192.0.2.1'],
    ['  192.0.2.1  ', '192.0.2.1'],
    ['192.0.2.1, 10.1.2.3:99, [2001:db8:ffff::1]:80, 192.0.2.50', '192.0.2.1'],
    ['203.0.113.9, 192.0.2.1:4711, 10.1.2.3', '192.0.2.1'],
  ])('a hop is read as proxies write it: %s', (hops, network) => {
    expect(networkOf('10.0.0.1', { 'X-Forwarded-For': hops })).toBe(network);
  });

  test.each([
    ['for=192.0.2.1', '192.0.2.1'],
    ['for="192.0.2.1:4711"', '192.0.2.1'],
    ['For="[2001:db8:1:2::3]:4711";proto=https;by=10.0.0.1', '2001:db8:1:2::/64'],
    ['proto=http ; for = 192.0.2.1, for=10.1.2.3', '192.0.2.1'],
    ['for="203.0.113.9, x", for=192.0.2.1', '192.0.2.1'],
    ['for="\\192.0.2.1"', '192.0.2.1'],
  ])('Forwarded is read by its own rules: %s', (header, network) => {
    expect(networkOf('127.0.0.1', { Forwarded: header })).toBe(network);
  });

  test.each([
    'unknown',
    '_hidden',
    '',
    ',',
    '203.0.113.9,',
    '203.0.113.9, 192.0.2.1:99999999',
    '203.0.113.9, 192.0.2.1; DROP',
    '203.0.113.9, [192.0.2.1]:80',
    '203.0.113.9, [2001:db8::1',
    '203.0.113.9, 999.1.1.1',
    '203.0.113.9, ::ffff:1.2.3.4.5',
  ])('behind a hop that cannot be read (%j) nothing further counts', (hops) => {
    expect(networkOf('10.0.0.1', { 'X-Forwarded-For': hops })).toBe('10.0.0.1');
  });

  test('where the two headers disagree neither counts, since a proxy writes one and passes on the other', () => {
    const both = (xff: string, forwarded: string) =>
      networkOf('10.0.0.1', { 'X-Forwarded-For': xff, Forwarded: forwarded });

    expect(both('192.0.2.1', 'for=192.0.2.1')).toBe('192.0.2.1');
    expect(both('192.0.2.1', 'for=203.0.113.9')).toBe('10.0.0.1');
    expect(both('203.0.113.9', 'for="[2001:db8::1]"')).toBe('10.0.0.1');
  });
});

describe('what a proxy says of the browser’s address', () => {
  test('counts from a proxy of ours only, and as the outermost of ours wrote it', () => {
    const headers = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'chat.example.com' };
    expect(find('10.0.0.1', headers)).toMatchObject({ protocol: 'https', host: 'chat.example.com' });
    expect(find('192.0.2.1', headers)).toMatchObject({ protocol: undefined, host: undefined });
    const appended = { 'X-Forwarded-For': '203.0.113.9, 192.0.2.1', 'X-Forwarded-Proto': 'https, http' };
    expect(find('10.0.0.1', appended).protocol).toBe('http');
    const chain = { 'X-Forwarded-For': '192.0.2.1, 10.0.0.2', 'X-Forwarded-Proto': 'http, https, http' };
    expect(find('10.0.0.1', chain).protocol).toBe('https');
  });

  test.each(['evil.example/x', 'a@evil.example', '[::1', 'chat.example.com:port', 'a b', 'ä.example', '', '..'])(
    'a host that is none (%j) is left out',
    (host) => {
      expect(find('10.0.0.1', { 'X-Forwarded-Host': host }).host).toBeUndefined();
    },
  );
});

const hostile = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4().map((ip) => `${ip}:80`),
  fc.ipV6().map((ip) => `"[${ip}]:80"`),
  fc.constantFrom(
    'for=',
    'for="',
    'for="[',
    '"',
    '\\',
    ';',
    ',',
    ' ',
    '::ffff:10.0.0.1',
    '10.0.0.1',
    '%',
    '_x',
    'unknown',
  ),
  fc.string({ maxLength: 12 }),
);
const header = fc.option(
  fc.array(hostile, { maxLength: 6 }).map((parts) => parts.join(',')),
  { nil: undefined },
);
const headers = fc.record({
  Forwarded: header,
  'X-Forwarded-For': header,
  'X-Forwarded-Proto': header,
  'X-Forwarded-Host': header,
});
const visitor = fc.ipV4().filter((ip) => !/^(10|127)\.|^192\.0\.2\.50$/.test(ip));
const asHeaders = (all: Record<keyof Headers, string | undefined>) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Headers;

describe('whatever a visitor writes into its headers', () => {
  test('changes nothing without a proxy of ours', () => {
    fc.assert(
      fc.property(visitor, headers, (peer, all) => {
        const client = find(peer, asHeaders(all));
        expect(client).toMatchObject({ network: peer, protocol: undefined, host: undefined });
      }),
    );
  });

  test('never counts behind a proxy that appends the visitor’s address, and nothing throws [S10]', () => {
    fc.assert(
      fc.property(visitor, headers, fc.boolean(), (ip, all, hasPort) => {
        const forged = asHeaders(all);
        const hop = hasPort ? `${ip}:4711` : ip;
        const appended = forged['X-Forwarded-For'] === undefined ? hop : `${forged['X-Forwarded-For']}, ${hop}`;
        const { network } = find('10.0.0.1', { ...forged, 'X-Forwarded-For': appended });
        expect([ip, '10.0.0.1']).toContain(network);
        if (forged.Forwarded === undefined) expect(network).toBe(ip);
      }),
    );
  });

  test('never counts behind a proxy that appends to Forwarded', () => {
    fc.assert(
      fc.property(visitor, headers, (ip, all) => {
        const forged = asHeaders(all);
        const appended = forged.Forwarded === undefined ? `for=${ip}` : `${forged.Forwarded}, for=${ip}`;
        const { network } = find('10.0.0.1', { ...forged, Forwarded: appended });
        expect([ip, '10.0.0.1']).toContain(network);
      }),
    );
  });

  test('is read in a time that grows with its length', () => {
    const long = `${'for="\\'.repeat(1200)}${', ;"'.repeat(300)}`;
    expect(networkOf('10.0.0.1', { Forwarded: long, 'X-Forwarded-For': `${long}, 192.0.2.1` })).toBe('10.0.0.1');
  });
});
