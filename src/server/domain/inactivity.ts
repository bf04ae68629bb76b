import type { Timing } from './timing.ts';

/** What a conversation keeps about its guest's silence. */
export type InactivityDeadline = { silence_at: number | null; notice_at: number | null };

/** Nobody is talked to, so nobody is waited for. */
export const noInactivityDeadline: InactivityDeadline = { silence_at: null, notice_at: null };

/** From now on the guest's silence counts anew. */
export function startInactivityDeadline(now: number, { inactivityMs, inactivityNoticeMs }: Timing): InactivityDeadline {
  const silence_at = now + inactivityMs;
  return { silence_at, notice_at: inactivityNoticeMs > 0 ? silence_at - inactivityNoticeMs : null };
}

/** The guest is told now. However late that is, it keeps the whole time it is told of. */
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
