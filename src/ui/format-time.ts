const dayMs = 86_400_000;

/** `14:05`, as the locale writes it. */
export const formatTime = (at: number, locale: string) =>
  new Date(at).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });

/** `today`, `yesterday`, or the date. */
export function formatDay(at: number, now: number, locale: string): string {
  const days = Math.round((new Date(at).setHours(12, 0) - new Date(now).setHours(12, 0)) / dayMs);
  if (Math.abs(days) < 2) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
  return new Date(at).toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long' });
}
