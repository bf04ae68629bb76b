import { formatDay, formatTime } from '../../ui/format-time.ts';
import { locale } from '../messages/messages.ts';

export const clockTime = (at: number): string => formatTime(at, locale.value);
export const dayName = (at: number, now: number): string => formatDay(at, now, locale.value);
export const fullTime = (at: number): string =>
  new Date(at).toLocaleString(locale.value, { dateStyle: 'medium', timeStyle: 'short' });

/** `3 min`, or whole hours once it comes to that. */
export function waitedMinutes(minutes: number): string {
  const [count, unit] = minutes < 60 ? [minutes, 'minute'] : [Math.floor(minutes / 60), 'hour'];
  return count.toLocaleString(locale.value, { style: 'unit', unit, unitDisplay: 'short' });
}

/** Minutes and seconds, hours when it comes to that: `0:07`, `12:30`, `1:02:09`. */
export function waitedTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const digits = (count: number, least: number) =>
    count.toLocaleString(locale.value, { minimumIntegerDigits: least, useGrouping: false });
  const short = `${digits(minutes, hours > 0 ? 2 : 1)}:${digits(rest, 2)}`;
  return hours > 0 ? `${digits(hours, 1)}:${short}` : short;
}
