// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { createSharedStorage } from './shared-storage.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

test('tabs find what another one kept, by its name', () => {
  const first = createSharedStorage();
  const second = createSharedStorage();

  first.write('one', 'text');
  second.write('two', 'text');
  first.remove('two');

  expect(second.keys()).toEqual(['one']);
  expect(second.read('one')).toBe('text');
});

test('what another tab changes is told until one stops listening', () => {
  const changes: unknown[] = [];
  const stop = createSharedStorage().onChange((key) => changes.push(key));

  window.dispatchEvent(new StorageEvent('storage', { key: 'one' }));
  window.dispatchEvent(new StorageEvent('storage', { key: null }));
  stop();
  window.dispatchEvent(new StorageEvent('storage', { key: 'two' }));

  expect(changes).toEqual(['one', undefined]);
});

test('where the browser refuses, a page still has what it wrote itself', () => {
  vi.stubGlobal('localStorage', new Proxy({}, { get: blocked }));
  const storage = createSharedStorage();

  expect(storage.write('one', 'text')).toBe(false);
  expect(storage.keys()).toEqual(['one']);
  storage.remove('one');
  expect(storage.keys()).toEqual([]);
});

function blocked(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}
