import { expect, test } from 'vitest';
import { findRole } from '../domain/role-of.ts';
import { readConfig } from './config.ts';

const set = {
  PORCHLIGHT_OIDC_ISSUER: 'https://login.example.com/realms/main',
  PORCHLIGHT_OIDC_CLIENT_ID: 'porchlight',
  PORCHLIGHT_OIDC_CLIENT_SECRET: 's3cret',
  PORCHLIGHT_OIDC_ADMINISTRATORS: 'chat-admins',
  PORCHLIGHT_OIDC_AGENTS: 'chat-agents, support',
};

test('a provider needs an address, our name there, and who may come in; the rest has its default', () => {
  expect(readConfig({}).oidc).toBeUndefined();
  expect(() => readConfig({ PORCHLIGHT_OIDC_CLIENT_ID: 'porchlight' })).toThrow(
    /CLIENT_ID is set, but .*ISSUER is not/,
  );
  expect(readConfig(set).oidc).toMatchObject({
    name: 'login.example.com',
    scope: 'openid profile email',
    clientId: 'porchlight',
    clientSecret: 's3cret',
    organization: undefined,
    roles: { claim: 'roles', administrators: ['chat-admins'], agents: ['chat-agents', 'support'] },
  });
  const more = { NAME: 'Example Ltd', SCOPE: 'openid groups', ORGANIZATION: 'Shop', ROLES_CLAIM: 'groups' };
  const named = Object.entries(more).map(([name, value]) => [`PORCHLIGHT_OIDC_${name}`, value]);
  expect(readConfig({ ...set, ...Object.fromEntries(named) }).oidc).toMatchObject({
    name: 'Example Ltd',
    scope: 'openid groups',
    organization: 'Shop',
    roles: { claim: 'groups' },
  });
});

test.each([
  [{ PORCHLIGHT_OIDC_ISSUER: '' }, /ISSUER is not/],
  [{ PORCHLIGHT_OIDC_ISSUER: 'http://login.example.com' }, /https address/],
  [{ PORCHLIGHT_OIDC_ISSUER: 'http://127.0.0.1:9000' }, /https address/],
  [{ PORCHLIGHT_OIDC_ISSUER: 'http://login.example.com', PORCHLIGHT_OIDC_HTTP: 'loopback' }, /https address/],
  [{ PORCHLIGHT_OIDC_ISSUER: 'https://me:pass@login.example.com' }, /https address/],
  [{ PORCHLIGHT_OIDC_ISSUER: 'https://login.example.com/?tenant=1' }, /https address/],
  [{ PORCHLIGHT_OIDC_ISSUER: 'https://login.example.com/#main' }, /https address/],
  [{ PORCHLIGHT_OIDC_ISSUER: 'http://127.0.0.1.example.com', PORCHLIGHT_OIDC_HTTP: 'loopback' }, /https address/],
  [{ PORCHLIGHT_OIDC_ISSUER: 'http://localhost.example.com', PORCHLIGHT_OIDC_HTTP: 'loopback' }, /https address/],
  [{ PORCHLIGHT_OIDC_CLIENT_ID: ' ' }, /CLIENT_ID/],
  [{ HOST: '0.0.0.0' }, /PUBLIC_URL/],
  [{ PORCHLIGHT_OIDC_AGENTS: '', PORCHLIGHT_OIDC_ADMINISTRATORS: '' }, /may come in/],
])('%o is refused at the start, in a plain sentence', (change, sentence) => {
  expect(() => readConfig({ ...set, ...change })).toThrow(sentence);
});

test('a provider on this machine may go without TLS, where that is asked for', () => {
  const local = { PORCHLIGHT_OIDC_ISSUER: 'http://127.0.0.1:9000', PORCHLIGHT_OIDC_HTTP: 'loopback' };

  expect(readConfig({ ...set, ...local }).oidc?.issuer.href).toBe('http://127.0.0.1:9000/');
});

test('a role is read from a list, a text, a path or an address; the higher one counts, anything else gives none', () => {
  const rule = { claim: 'roles', administrators: ['boss'], agents: ['desk', 'Night Shift'] };

  expect(findRole({ roles: ['desk', 'boss'] }, rule)).toBe('administrator');
  expect(findRole({ roles: 'staff desk' }, rule)).toBe('agent');
  expect(findRole({ roles: ['Night Shift'] }, rule)).toBe('agent');
  expect(findRole({ realm_access: { roles: ['desk'] } }, { ...rule, claim: 'realm_access.roles' })).toBe('agent');
  const address = 'https://shop.example/roles';
  expect(findRole({ [address]: ['desk'] }, { ...rule, claim: address })).toBe('agent');
  for (const roles of [undefined, null, 7, {}, [], ['Boss', ['boss']], 'bossy', { boss: true }]) {
    expect(findRole({ roles }, rule)).toBeUndefined();
  }
  expect(findRole({ roles: 'Night Shift' }, rule)).toBe('agent');
  expect(findRole({}, { ...rule, claim: 'constructor.name', agents: ['Object'] })).toBeUndefined();
  const inherited: Record<string, unknown> = Object.create({ roles: ['boss'] });
  expect(findRole(inherited, rule)).toBeUndefined();
  expect(findRole({ realm_access: inherited }, { ...rule, claim: 'realm_access.roles' })).toBeUndefined();
});
