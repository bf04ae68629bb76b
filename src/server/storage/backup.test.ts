import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attachStoredGuest, openTestStore, sendStored, type TestStore } from '../../testing/test-store.ts';
import { backUp, restore } from './backup.ts';
import { openSqliteStorage } from './sqlite-storage.ts';

let store: TestStore;
let folder: string;
beforeEach(async () => {
  store = await openTestStore('sqlite');
  folder = mkdtempSync(join(tmpdir(), 'porchlight-backup-'));
});
afterEach(async () => {
  await store.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('a backup made while messages come in has everything acknowledged before, and no holes', async () => {
  const guest = await attachStoredGuest(store, 1_000);
  const send = (index: number) => sendStored(store, guest, { body: `${index}`, now: 2_000 });
  for (let index = 0; index < 50; index += 1) await send(index);

  const coming = Promise.all(Array.from({ length: 200 }, (_, index) => send(50 + index)));
  backUp(store.folder, join(folder, 'backup.sqlite'));
  await coming;

  restore(join(folder, 'backup.sqlite'), join(folder, 'restored'));
  const restored = await openSqliteStorage({ folder: join(folder, 'restored') });
  const query = { sortOrder: 'ascending', maxResults: 1_000 } as const;
  const listed = await restored.run('listMessages', { guest, now: 3_000, query });
  await restored.close();
  const bodies = listed.value?.messages.map(({ body }) => body) ?? [];
  expect(bodies.length).toBeGreaterThanOrEqual(50);
  expect(bodies).toEqual(bodies.map((_, index) => `${index}`));
});

test('a backup is for its owner only, overwrites nothing, and leaves nothing half done', () => {
  const file = join(folder, 'backup.sqlite');

  backUp(store.folder, file);

  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(() => backUp(store.folder, file)).toThrow(`${file} is there already`);
  expect(() => backUp(store.folder, join(folder, 'nowhere', 'b.sqlite'))).toThrow('cannot be written');
  expect(readdirSync(folder)).toEqual(['backup.sqlite']);
});

test('a folder in use is left alone, and so is one that holds a store', async () => {
  const file = join(folder, 'backup.sqlite');
  backUp(store.folder, file);

  expect(() => restore(file, store.folder)).toThrow('is in use by process');
  restore(file, join(folder, 'restored'));
  expect(() => restore(file, join(folder, 'restored'))).toThrow('holds a store already');
});

test('what is no backup is refused before anything is touched', () => {
  const file = join(folder, 'letter.txt');
  writeFileSync(file, 'Dear Robin, this is not a database at all.');

  expect(() => restore(file, join(folder, 'restored'))).toThrow('not a whole backup');
  expect(() => restore(join(folder, 'nothing'), join(folder, 'restored'))).toThrow('There is no backup');
  expect(readdirSync(folder)).toEqual(['letter.txt']);
});
