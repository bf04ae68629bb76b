import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { thirdPartyNotices } from './notices.mjs';

let folder = '';

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'notices-')), 'node_modules', 'lamp');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'lamp', version: '1.2.3', license: 'MIT' }));
  writeFileSync(join(folder, 'lamp.js'), '/*! wick by others */ export const lamp = 1; /* plain */');
});

afterEach(() => rmSync(join(folder, '..', '..'), { recursive: true }));

test('a bundled package is named with its licence and what it holds of others', () => {
  writeFileSync(join(folder, 'LICENSE'), 'Do as you please.');

  const notices = thirdPartyNotices([join(folder, 'lamp.js'), '\0virtual', '/src/embed/widget/main.ts']);

  expect(notices).toContain('lamp 1.2.3 (MIT)\n\nDo as you please.\n\n/*! wick by others */');
  expect(notices).not.toContain('plain');
});

test('a bundled package without a licence text is refused', () => {
  expect(() => thirdPartyNotices([join(folder, 'lamp.js')])).toThrow('lamp 1.2.3 is bundled');
});
