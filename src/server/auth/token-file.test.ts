import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOrCreateToken } from './token-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-token-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a token is made once, is of letters and digits, and only the owner can read it', () => {
  const token = readOrCreateToken(join(folder, 'data'), 'demo-token');

  expect(token).toMatch(/^[\da-f]{48}$/);
  expect(readOrCreateToken(join(folder, 'data'), 'demo-token')).toBe(token);
  expect(readdirSync(join(folder, 'data'))).toEqual(['demo-token']);
  expect(statSync(join(folder, 'data', 'demo-token')).mode & 0o777).toBe(0o600);
  expect(readOrCreateToken(join(folder, 'other'), 'demo-token')).not.toBe(token);
});

test('a copied file is closed to others again, and one that holds no token is replaced', () => {
  const file = join(folder, 'demo-token');
  const token = readOrCreateToken(folder, 'demo-token');
  chmodSync(file, 0o644);

  expect(readOrCreateToken(folder, 'demo-token')).toBe(token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const torn of ['', token.slice(0, 10), 'two words that are thirty-two long', `${token}\n${token}`]) {
    writeFileSync(file, torn);
    expect(readOrCreateToken(folder, 'demo-token')).toMatch(/^[\da-f]{48}$/);
  }
});
