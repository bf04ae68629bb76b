import { expect, test } from 'vitest';
import { formatDay, formatTime } from './format-time.ts';

const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).getTime();

test('row 71: the time is written as the locale writes it', () => {
  expect(formatTime(at(22, 14), 'de')).toBe('14:05');
  expect(formatTime(at(22, 14), 'en-US')).toMatch(/^2:05\sPM$/);
});

test('a day is told from today, whatever the hour', () => {
  expect(formatDay(at(22, 0), at(22, 23), 'en')).toBe('today');
  expect(formatDay(at(21, 23), at(22, 0), 'en')).toBe('yesterday');
  expect(formatDay(at(20, 23), at(22, 0), 'en-GB')).toContain('20 November');
});
