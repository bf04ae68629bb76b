// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createBrowserStorage } from './storage.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  localStorage.clear();
});

describe('a browser that allows it', () => {
  test.each(['session', 'local'] as const)('keeps a text in its %s storage', (kind) => {
    const storage = createBrowserStorage(kind);

    expect(storage.write('chat', 'text')).toBe(true);

    expect(createBrowserStorage(kind).read('chat')).toBe('text');
  });

  test('tells nothing of what was never kept', () => {
    expect(createBrowserStorage('session').read('chat')).toBeUndefined();
  });
});

describe('where nothing may be kept', () => {
  test('row 47: texts live as long as the page, and the writer is told', () => {
    const storage = createBrowserStorage('none');

    expect(storage.write('chat', 'text')).toBe(false);

    expect(storage.read('chat')).toBe('text');
    expect(createBrowserStorage('none').read('chat')).toBeUndefined();
    expect([sessionStorage.length, localStorage.length]).toEqual([0, 0]);
  });

  test.each([
    ['blocks storage altogether', new Proxy({}, { get: blocked })],
    ['has no room left', { getItem: () => null, setItem: blocked }],
  ])('nothing throws when the browser %s', (_, refusing) => {
    vi.stubGlobal('sessionStorage', refusing);
    const storage = createBrowserStorage('session');

    expect(storage.write('chat', 'text')).toBe(false);
    expect(storage.read('chat')).toBe('text');
  });
});

function blocked(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}

test('forgetting removes what any earlier page kept, wherever it was', () => {
  for (const kind of ['session', 'local'] as const) createBrowserStorage(kind).write('chat', 'text');

  createBrowserStorage('none').remove('chat');

  expect(sessionStorage.length + localStorage.length).toBe(0);
});
