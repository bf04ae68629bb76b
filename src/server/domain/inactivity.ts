import type { Timing } from './timing.ts';

/** When a guest's inactivity ends the chat, and when the guest is warned of it; null for never. Unix milliseconds. */
export type InactivityDeadline = { silence_at: number | null; notice_at: number | null };

/** Without a connected agent no inactivity is counted. */
export const noInactivityDeadline: InactivityDeadline = { silence_at: null, notice_at: null };

/** The deadlines of a guest who was active just now. */
export function startInactivityDeadline(now: number, { inactivityMs, inactivityNoticeMs }: Timing): InactivityDeadline {
  const silence_at = now + inactivityMs;
  return { silence_at, notice_at: inactivityNoticeMs > 0 ? silence_at - inactivityNoticeMs : null };
}

/** The deadlines once the guest was warned. A late warning moves the end, so that the guest has the announced time. */
export function extendInactivityDeadline(
  now: number,
  silenceAt: number,
  { inactivityNoticeMs }: Timing,
): InactivityDeadline {
  return { silence_at: Math.max(silenceAt, now + inactivityNoticeMs), notice_at: null };
}

export function inactivityNotice({ inactivityNoticeMs }: Timing): string {
  const minutes = Math.max(1, Math.round(inactivityNoticeMs / 60_000));
  const time = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `Are you still there? Without a word from you, this chat ends in ${time}.`;
}
