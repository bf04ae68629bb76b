import { formatDay, formatTime } from '../../ui/format-time.ts';

const locale = navigator.language;
const minute = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'short' });
const hour = new Intl.NumberFormat(locale, { style: 'unit', unit: 'hour', unitDisplay: 'short' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

export const clockTime = (at: number): string => formatTime(at, locale);
export const dayName = (at: number, now: number): string => formatDay(at, now, locale);
export const fullTime = (at: number): string => full.format(at);

/** `3 min`, or whole hours once it comes to that. */
export const waitedMinutes = (minutes: number): string =>
  minutes < 60 ? minute.format(minutes) : hour.format(Math.floor(minutes / 60));

/** Minutes and seconds, hours when it comes to that: `0:07`, `12:30`, `1:02:09`. */
export function waitedTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (count: number) => String(count).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
