// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { browserPage } from './page.ts';

test('row 38: a page wakes when it is online again, shown from the cache, or thawed', () => {
  let wakes = 0;
  const stop = browserPage.onWake(() => wakes++);

  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(shown('pageshow', true));
  document.dispatchEvent(new Event('resume'));
  expect(wakes).toBe(3);

  window.dispatchEvent(shown('pageshow', false));
  stop();
  window.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('resume'));
  expect(wakes).toBe(3);
});

test('a page tells when it is put away, and whether it may come back', () => {
  const events: unknown[] = [];
  const stops = [
    browserPage.onHide((isPersisted) => events.push(isPersisted)),
    browserPage.onOffline(() => events.push('offline')),
    browserPage.onVisibility((isVisible) => events.push(isVisible ? 'visible' : 'hidden')),
  ];

  window.dispatchEvent(shown('pagehide', true));
  window.dispatchEvent(shown('pagehide', false));
  window.dispatchEvent(new Event('offline'));
  document.dispatchEvent(new Event('visibilitychange'));
  for (const stop of stops) stop();
  window.dispatchEvent(new Event('offline'));

  expect(events).toEqual([true, false, 'offline', browserPage.isVisible() ? 'visible' : 'hidden']);
});

function shown(type: string, persisted: boolean): Event {
  return Object.assign(new Event(type), { persisted });
}
