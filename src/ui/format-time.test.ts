import { afterEach, expect, test, vi } from 'vitest';
import { formatDay, formatTime } from './format-time.ts';

afterEach(() => vi.unstubAllEnvs());

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const offsetAt = (time: number) => new Date(time).getTimezoneOffset();
const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).getTime();

test('row 71: the time is written as the locale writes it', () => {
  expect(formatTime(at(22, 14), 'de')).toBe('14:05');
  expect(formatTime(at(22, 14), 'en-US')).toMatch(/^2:05\sPM$/);
  expect(formatTime(at(22, 14), 'en-GB')).toBe('14:05');
  expect(formatTime(at(22, 14), 'ar-EG')).toMatch(/[٠-٩]/);
});

test('a day is told from today, whatever the hour', () => {
  expect(formatDay(at(22, 0), at(22, 23), 'en')).toBe('today');
  expect(formatDay(at(21, 23), at(22, 0), 'en')).toBe('yesterday');
  expect(formatDay(at(20, 23), at(22, 0), 'en-GB')).toContain('20 November');
});

// Half hours, a quarter, midnights that do not exist or come twice, and a day that is where others are not yet.
test.each([
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
])('row 71: in %s today and yesterday are the reader’s own, also when the clocks change', (zone) => {
  vi.stubEnv('TZ', zone);
  const date = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' });
  const start = Date.UTC(2026, 0, 1, 11, 30);
  const wrong: string[] = [];
  for (let hour = 0; hour < 365 * 24; hour++) {
    const now = start + hour * hourMs;
    // Each hour around a change of the clocks; of other days every fifth, which is each of them within five days.
    if (hour % 5 > 0 && offsetAt(now - 3 * dayMs) === offsetAt(now + 3 * dayMs)) continue;
    for (const ago of [0, 1, 5, 12, 23, 24, 25]) {
      const then = now - ago * hourMs;
      const days = (Date.parse(date.format(now)) - Date.parse(date.format(then))) / dayMs;
      const day = dayOf(then, now);
      if (day !== (['today', 'yesterday'][days] ?? 'earlier')) wrong.push(`${date.format(now)} ${ago}: ${day}`);
    }
  }
  expect(new Date(start).getTimezoneOffset()).not.toBe(0);
  expect(wrong).toEqual([]);
});

function dayOf(then: number, now: number): string {
  const day = formatDay(then, now, 'en');
  return /today|yesterday/.test(day) ? day : 'earlier';
}
