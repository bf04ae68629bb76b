// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onRemoved } from './dom-observers.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

function watched() {
  const element = document.createElement('porchlight-chat');
  document.documentElement.append(element);
  const life = new AbortController();
  const lost = vi.fn(() => life.abort());
  onRemoved(element, life.signal, lost);
  return { element, life, lost };
}

/** Observers are told in a task of their own. */
const told = () => new Promise((resolve) => setImmediate(resolve));

test('an element that is moved stays, one that is removed counts as removed after a moment', async () => {
  const { element, lost } = watched();

  document.body.append(element);
  await told();
  vi.runAllTimers();
  expect(lost).not.toHaveBeenCalled();

  document.documentElement.append(element);
  element.remove();
  await told();
  expect(lost).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(lost).toHaveBeenCalledOnce();
});

test('row 50: our element moves to the new document element of a page', async () => {
  const { element, life, lost } = watched();
  const old = document.documentElement;

  const next = document.createElement('html');
  next.append(document.createElement('head'), document.createElement('body'));
  old.remove();
  document.append(next);
  await told();
  vi.runAllTimers();

  expect(element.parentNode).toBe(next);
  expect(lost).not.toHaveBeenCalled();
  life.abort();
  element.remove();
});

test('a page may remove its document element before it inserts another one', async () => {
  const { element, life, lost } = watched();
  const old = document.documentElement;

  old.remove();
  await told();
  expect(lost).not.toHaveBeenCalled();
  document.append(document.createElement('html'));
  await told();
  vi.runAllTimers();

  expect(element.isConnected).toBe(true);
  expect(lost).not.toHaveBeenCalled();
  life.abort();
  element.remove();
});

test('nothing is observed after the signal is aborted', async () => {
  const { element, life, lost } = watched();

  life.abort();
  element.remove();
  await told();
  vi.runAllTimers();

  expect(lost).not.toHaveBeenCalled();
});
