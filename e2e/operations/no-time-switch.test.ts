import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { controlPath } from '../../src/testing/harness/control-server.ts';

const dist = path.join(import.meta.dirname, '../../dist');

test('no file that is built or packed moves the time of a service [T2]', async () => {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'latin1') })));

  expect(files.length).toBeGreaterThan(20);
  const switches = texts.filter(({ text }) => text.includes(controlPath) || text.includes('testing/harness'));
  expect(switches.map(({ file }) => file)).toEqual([]);
});
