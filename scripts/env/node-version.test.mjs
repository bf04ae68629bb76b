import { expect, test } from 'vitest';
import { findNewerNode, guarded, isNewEnough } from './node-version.mjs';

test('Node 24.15 is the floor', () => {
  expect(['v24.15.0', '24.21.0', 'v26.0.0'].every(isNewEnough)).toBe(true);
  expect(['v24.14.9', 'v22.99.0', 'v20.20.2', ''].some(isNewEnough)).toBe(false);
});

test('a Node that is new enough is used', () => {
  expect(findNewerNode({ version: 'v24.15.0', platform: 'any-machine', env: {} })).toBeUndefined();
});

test('an old Node is not replaced twice', () => {
  const env = guarded({}, 1_499.6);

  expect(() => findNewerNode({ version: 'v20.20.2', platform: 'linux-x64', env })).toThrow(/install it from/);
});

test('where npm has no such Node, the error says what to do', () => {
  const machine = { version: 'v20.20.2', platform: 'sunos-x64', env: {} };

  expect(() => findNewerNode(machine)).toThrow(/no Node 24 for sunos-x64.*install it from/);
});
