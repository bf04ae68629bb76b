import type { Context } from 'hono';
import { ApiError, notAuthorized, notFound } from '../../../core/api-error.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { GuestCaller } from '../../../storage/repositories/callers.ts';
import type { GuestEnv } from '../../middleware/authenticate.ts';
import { pathId } from '../request-parameters.ts';

/** The guest, if the path names its own conversation. Throws 404 for another one. */
export function requireReadingGuest(c: Context<GuestEnv>): GuestCaller {
  const guest = callerOf(c);
  if (pathId(c, 'conversationId') !== guest.conversationId) throw notFound('conversation');
  return guest;
}

/** The guest, if the path names its own conversation and, where it names a member, the guest itself. Throws 403. */
export function requireWritingGuest(c: Context<GuestEnv>): GuestCaller {
  const guest = callerOf(c);
  const isOwn =
    pathId(c, 'conversationId') === guest.conversationId &&
    [undefined, guest.memberId].includes(c.req.param('memberId')?.toLowerCase());
  if (!isOwn) throw notAuthorized('A guest may only do this for itself, in its own conversation.');
  return guest;
}

export const guestBase = ({ conversationId }: GuestCaller) => `/api/v2/webchat/guest/conversations/${conversationId}`;

/**
 * A list request with `Webchat-Poll: 1` counts as a connection, for guests whose networks block sockets: it attaches the
 * guest and keeps it connected for `reconnectGraceMs`. A chat that is over can still be listed.
 */
export async function attachByPolling(c: Context<GuestEnv>, services: Services, guest: GuestCaller): Promise<void> {
  if (c.req.header('Webchat-Poll') !== '1') return;
  const { storage, clock, settings } = services;
  const attached = storage.run('attachGuest', { ...guest, now: clock.now(), timing: settings.timing, line: 'poll' });
  try {
    await publishOutcome(services, attached);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'chat.error.conversation.state')) throw error;
  }
}

function callerOf(c: Context<GuestEnv>): GuestCaller {
  const { conversationId, memberId, kid } = c.var.guest;
  return { conversationId, memberId, kid, origin: c.req.header('Origin') };
}
