import type { ChannelEnd, ChatEvent } from '../../domain/chat-event.ts';
import type { Transaction } from '../transaction.ts';

/**
 * Ends every sign-in of a user, also one under way. Publish the returned events after the commit to close open sockets.
 */
export async function endSignIns(tx: Transaction, userId: string): Promise<ChatEvent[]> {
  await tx
    .updateTable('user')
    .set((eb) => ({ sign_in_number: eb('sign_in_number', '+', 1) }))
    .where('id', '=', userId)
    .execute();
  const sessions = await tx.deleteFrom('console_session').where('user_id', '=', userId).returning('id_hash').execute();
  const hashes = sessions.map(({ id_hash }) => id_hash);
  if (hashes.length > 0) await tx.deleteFrom('ticket').where('session_id_hash', 'in', hashes).execute();
  const channels = tx.deleteFrom('notification_channel').where('user_id', '=', userId);
  return createClosedEvents(await channels.where('session_id_hash', 'is not', null).returning('id').execute());
}

/** One session, as by signing out. */
export async function endSession(tx: Transaction, idHash: string): Promise<ChatEvent[]> {
  await tx.deleteFrom('console_session').where('id_hash', '=', idHash).execute();
  await tx.deleteFrom('ticket').where('session_id_hash', '=', idHash).execute();
  const channels = tx.deleteFrom('notification_channel').where('session_id_hash', '=', idHash);
  return createClosedEvents(await channels.returning('id').execute());
}

export async function deleteInvitations(tx: Transaction, userId: string): Promise<void> {
  await tx.deleteFrom('invite').where('user_id', '=', userId).execute();
}

/** Closes the channels that were opened by tokens of this client; the caller changes the client itself. */
export async function closeClientChannels(tx: Transaction, clientId: string): Promise<ChatEvent[]> {
  const channels = tx.deleteFrom('notification_channel').where('client_id', '=', clientId);
  return createClosedEvents(await channels.returning('id').execute());
}

/** Revokes all access of a user who is removed; the caller changes the row of the user. */
export async function revokeAllAccess(tx: Transaction, userId: string): Promise<ChatEvent[]> {
  const events = await endSignIns(tx, userId);
  await deleteInvitations(tx, userId);
  const rest = await tx.deleteFrom('notification_channel').where('user_id', '=', userId).returning('id').execute();
  await tx.deleteFrom('oauth_client').where('user_id', '=', userId).execute();
  return [...events, ...createClosedEvents(rest)];
}

const createClosedEvents = (
  channels: readonly { id: string }[],
  reason: ChannelEnd = 'user_tokens_revoked',
): ChatEvent[] => channels.map(({ id: channelId }) => ({ type: 'channel-closed', channelId, reason }));
