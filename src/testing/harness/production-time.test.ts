import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../server/core/clock.ts';
import { controlPath } from './control-server.ts';

const root = join(import.meta.dirname, '../../..');
const entries = ['src/server/main.ts', 'src/server/cli/main.ts'];
const harness = 'src/testing/harness';

test('the service that is started in production has the system’s time, and no file of it can move it [T2]', () => {
  const files = entries.flatMap((entry) => reachableFrom(join(root, entry)));
  const names = files.map((file) => relative(root, file));

  expect(new Set(names).size).toBeGreaterThan(80);
  expect(names.filter((name) => !name.startsWith('src/') || name.startsWith('src/testing/'))).toEqual([]);
  expect(files.filter((file) => readFileSync(file, 'utf8').includes(controlPath))).toEqual([]);
  const [main = ''] = entries.map((entry) => readFileSync(join(root, entry), 'utf8'));
  expect(main.match(/\bclock: [^,]*/g)).toEqual(['clock: systemClock']);
  expect(Object.keys(systemClock).sort()).toEqual(['every', 'now']);
});

test('the check of production’s time finds the switch where there is one [T2]', () => {
  const files = reachableFrom(join(root, harness, 'service-main.ts'));

  expect(files.map((file) => relative(root, file))).toContain(`${harness}/movable-clock.ts`);
  expect(files.filter((file) => readFileSync(file, 'utf8').includes(controlPath))).toHaveLength(1);
});

test('no source beside the tests names the harness [T2]', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !file.startsWith('testing'))
    .map((file) => join(root, 'src', file));

  expect(sources.filter((file) => /testing\/harness/.test(readFileSync(file, 'utf8')))).toEqual([]);
});

/** A file and all that it imports, workers by their address included. */
function reachableFrom(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const named = [...text.matchAll(/['"](\.{1,2}\/[^'"]+\.tsx?)['"]/g)].map(([, path = '']) =>
    join(dirname(file), path),
  );
  return [file, ...named.filter((path) => existsSync(path)).flatMap((path) => reachableFrom(path, seen))];
}
