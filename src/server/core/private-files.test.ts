import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeNewFile } from './private-files.ts';

const calls = vi.hoisted(() => [] as string[]);
// What a power cut would leave cannot be tried here; the order of the calls that decide it can.
vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof import('node:fs')>();
  const names = new Map<number, string>();
  return {
    ...actual,
    openSync(...args: Parameters<typeof actual.openSync>) {
      const handle = actual.openSync(...args);
      names.set(handle, String(args[0]));
      return handle;
    },
    fsyncSync(handle: number) {
      calls.push(`sync ${names.get(handle)}`);
      actual.fsyncSync(handle);
    },
    linkSync(from: string, to: string) {
      calls.push(`name ${to}`);
      actual.linkSync(from, to);
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-files-'));
  calls.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is synced before it gets its name, and its name before the call returns [S15]', async () => {
  const file = join(folder, 'a');

  await writeNewFile(file, (partial) => {
    expect(statSync(partial).mode & 0o777).toBe(0o600);
    writeFileSync(partial, 'whole');
  });

  expect(calls).toEqual([`sync ${file}.partial`, `name ${file}`, `sync ${folder}`]);
  expect(readFileSync(file, 'utf8')).toBe('whole');
});

test('of two who make the same file at once the second overwrites nothing [S15]', async () => {
  const file = join(folder, 'a');

  const late = writeNewFile(file, (partial) => {
    writeFileSync(partial, 'second');
    writeFileSync(file, 'first');
  });

  await expect(late).rejects.toThrow('is there already');
  expect(readFileSync(file, 'utf8')).toBe('first');
});
