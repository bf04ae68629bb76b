import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** One-time admissions to a notification channel's socket: addresses end up in logs, a used ticket is worth nothing. */
export interface Tickets {
  issue(channelId: string): string;
  /** The channel a ticket opens, once and within its minute. */
  redeem(ticket: string): string | undefined;
}

const lifeMs = 60_000;

export function createTickets(clock: Pick<Clock, 'now'>): Tickets {
  const open = new Map<string, { channelId: string; expiresAt: number }>();
  return {
    issue(channelId) {
      const now = clock.now();
      for (const [ticket, { expiresAt }] of open) {
        if (expiresAt > now) break;
        open.delete(ticket);
      }
      const ticket = randomBytes(32).toString('base64url');
      open.set(ticket, { channelId, expiresAt: now + lifeMs });
      return ticket;
    },
    redeem(ticket) {
      const found = open.get(ticket);
      open.delete(ticket);
      return found && found.expiresAt > clock.now() ? found.channelId : undefined;
    },
  };
}
