// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { createTitleFlash } from './title-flash.ts';

afterEach(() => document.head.replaceChildren());

function flashing(ownTitle?: string) {
  const clock = createFakeClock();
  const title = document.createElement('title');
  title.textContent = ownTitle ?? '';
  if (ownTitle !== undefined) document.head.append(title);
  return { clock, title, ...createTitleFlash(document, clock.after) };
}

test('row 63: the title is the news and the page’s own in turn, and then its own to the letter', async () => {
  const { clock, title, flash, restore } = flashing('  A   page ');

  flash('(1) New message');
  expect(title.textContent).toBe('(1) New message');
  await clock.elapse(1500);
  expect(title.textContent).toBe('  A   page ');
  flash('(2) New message');
  expect(title.textContent).toBe('(2) New message');
  restore();

  expect(title.textContent).toBe('  A   page ');
  expect(clock.pending).toBe(0);
});

test('a title the page sets meanwhile stays', async () => {
  const { clock, title, flash, restore } = flashing('Shop');

  flash('(1) New message');
  title.textContent = 'Basket';
  await clock.elapse(1500);
  await clock.elapse(1500);
  flash('(2) New message');
  restore();

  expect(title.textContent).toBe('Basket');
});

test('a page without a title gets none', () => {
  const { clock, flash, restore } = flashing();

  flash('(1) New message');
  restore();

  expect(document.head.childElementCount).toBe(0);
  expect(clock.pending).toBe(0);
});
