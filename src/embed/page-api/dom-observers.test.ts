// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onRemoved } from './dom-observers.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

function startObserving() {
  const element = document.createElement('porchlight-chat');
  document.documentElement.append(element);
  const abortController = new AbortController();
  const onGone = vi.fn(() => abortController.abort());
  onRemoved(element, abortController.signal, onGone);
  return { element, abortController, onGone };
}

/** Mutation observers run in a task of their own. */
const observersRun = () => new Promise((resolve) => setImmediate(resolve));

test('an element that is moved stays, one that is removed counts as removed after a moment', async () => {
  const { element, onGone } = startObserving();

  document.body.append(element);
  await observersRun();
  vi.runAllTimers();
  expect(onGone).not.toHaveBeenCalled();

  document.documentElement.append(element);
  element.remove();
  await observersRun();
  expect(onGone).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(onGone).toHaveBeenCalledOnce();
});

test('row 50: our element moves to the new document element of a page', async () => {
  const { element, abortController, onGone } = startObserving();
  const old = document.documentElement;

  const next = document.createElement('html');
  next.append(document.createElement('head'), document.createElement('body'));
  old.remove();
  document.append(next);
  await observersRun();
  vi.runAllTimers();

  expect(element.parentNode).toBe(next);
  expect(onGone).not.toHaveBeenCalled();
  abortController.abort();
  element.remove();
});

test('a page may remove its document element before it inserts another one', async () => {
  const { element, abortController, onGone } = startObserving();
  const old = document.documentElement;

  old.remove();
  await observersRun();
  expect(onGone).not.toHaveBeenCalled();
  document.append(document.createElement('html'));
  await observersRun();
  vi.runAllTimers();

  expect(element.isConnected).toBe(true);
  expect(onGone).not.toHaveBeenCalled();
  abortController.abort();
  element.remove();
});

test('nothing is observed after the signal is aborted', async () => {
  const { element, abortController, onGone } = startObserving();

  abortController.abort();
  element.remove();
  await observersRun();
  vi.runAllTimers();

  expect(onGone).not.toHaveBeenCalled();
});
