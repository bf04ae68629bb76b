import { expect, test } from 'vitest';
import { hashPassword, hashSecret, isSameSecret, randomSecret, verifyPassword } from './passwords.ts';

test('a password is known by its hash, however its characters are composed', async () => {
  const hash = await hashPassword('caf\u00e9 \u2116 7');

  expect(hash).not.toContain('caf\u00e9');
  expect(await verifyPassword('cafe\u0301 \u2116 7', hash)).toBe(true);
  expect(await verifyPassword('cafe 7', hash)).toBe(false);
});

test('the same password has another hash each time', async () => {
  expect(await hashPassword('secret')).not.toBe(await hashPassword('secret'));
});

test.each([null, undefined, '', 'plain', 'scrypt$1'])('no password matches a hash of %s', async (hash) => {
  expect(await verifyPassword('', hash).catch(() => false)).toBe(false);
});

test('a random secret is known by its hash', () => {
  const secret = randomSecret();

  expect(secret).toHaveLength(43);
  expect(isSameSecret(secret, hashSecret(secret))).toBe(true);
  expect(isSameSecret(`${secret}x`, hashSecret(secret))).toBe(false);
  expect(isSameSecret(secret, 'short')).toBe(false);
});
