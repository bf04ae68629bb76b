import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fakes/clock.ts';
import { createFakePage } from '../testing/fakes/page.ts';
import { createCurrentDay } from './current-day.ts';

const hourMs = 60 * 60 * 1000;
const dayOf = (at: number) => new Date(at).toDateString();

function openDay(startAt: number) {
  const clock = createFakeClock(startAt);
  const page = createFakePage();
  return { clock, page, ...createCurrentDay({ clock, page }) };
}

test('the day changes at each midnight of the reader, also where a day has 23 or 25 hours', async () => {
  for (const start of ['2026-03-28T12:00:00', '2026-10-24T12:00:00', '2026-12-31T23:59:59.999']) {
    const { clock, today, stop } = openDay(Date.parse(start));
    for (let hour = 0; hour < 72; hour += 1) {
      await clock.elapse(hourMs);
      expect(dayOf(today.value)).toBe(dayOf(clock.now()));
    }
    stop();
    expect(clock.pending).toBe(0);
  }
});

test('the day is right again at once after the device slept over midnight', () => {
  let now = Date.parse('2026-11-22T22:00:00');
  const page = createFakePage();
  const clock = { ...createFakeClock(now), now: () => now };
  const { today, stop } = createCurrentDay({ clock, page });

  now += 10 * hourMs;
  page.wake();

  expect(dayOf(today.value)).toBe(dayOf(now));
  stop();
});
