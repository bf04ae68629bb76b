import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '../paths.mjs';

const { packages } = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8'));

test('the lock holds every optional platform package', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(missingPlatforms(packages)).toEqual([]);
});

test('a platform package left out is found', () => {
  const planted = { 'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-darwin': '1' } } };

  expect(missingPlatforms({ ...planted, 'node_modules/a-linux': {} })).toEqual(['node_modules/a needs a-darwin']);
});

test('no package needs an install script', () => {
  const needing = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript && !entry.optional);

  expect(needing.map(([path]) => path)).toEqual([]);
});

test('the lock names no registry', () => {
  expect(Object.values(packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
});

test('every version of package.json is exact', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  const versions = Object.values({ ...dependencies, ...devDependencies });

  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

function missingPlatforms(entries) {
  const names = new Set(Object.keys(entries).map((path) => path.replace(/^.*node_modules\//, '')));
  return Object.entries(entries).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !names.has(name))
      .map((name) => `${path} needs ${name}`),
  );
}
