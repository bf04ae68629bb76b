import type { Transaction } from '../transaction.ts';
import { findValidChannel, type NotificationChannel, toPermittedChannel } from './channels.ts';

type Issuing = { channelId: string; sessionIdHash: string; secretHash: string; now: number; expiresAt: number };

/**
 * One-time tickets for the socket of a channel, for one console session: addresses end up in logs, where a used ticket
 * is worthless.
 */
export const ticketOperations = {
  /** Returns false where the session or the channel has ended. */
  async issueTicket(tx: Transaction, args: Issuing): Promise<boolean> {
    const { channelId, sessionIdHash, now } = args;
    const session = await tx
      .selectFrom('console_session')
      .select('id_hash')
      .where('id_hash', '=', sessionIdHash)
      .where('expires_at', '>', now)
      .forShare()
      .executeTakeFirst();
    const channel = session && (await findValidChannel(tx, { channelId, now }));
    if (channel?.session_id_hash !== sessionIdHash) return false;
    const row = { secret_hash: args.secretHash, channel_id: channelId, session_id_hash: sessionIdHash };
    await tx
      .insertInto('ticket')
      .values({ ...row, expires_at: args.expiresAt })
      .execute();
    return true;
  },

  /**
   * The channel that a secret opens: a ticket does once and in its time, and of two who show it together one is let
   * in; the channel's id does for a program. The console's channels are opened by tickets alone.
   */
  async openChannel(
    tx: Transaction,
    { secret, secretHash, now }: { secret: string; secretHash: string; now: number },
  ): Promise<{ by: 'ticket' | 'id'; channel: NotificationChannel } | undefined> {
    const used = await tx.deleteFrom('ticket').where('secret_hash', '=', secretHash).returningAll().executeTakeFirst();
    const row = await findValidChannel(tx, { channelId: used?.channel_id ?? secret, now });
    if (!row) return undefined;
    const isGood = used
      ? used.expires_at > now && row.session_id_hash === used.session_id_hash
      : row.session_id_hash === null;
    return isGood ? { by: used ? 'ticket' : 'id', channel: await toPermittedChannel(tx, row) } : undefined;
  },
};
