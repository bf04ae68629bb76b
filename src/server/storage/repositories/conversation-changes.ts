import { noInactivityDeadline } from '../../domain/inactivity.ts';
import type { Conversation, DisconnectType, Member } from '../../domain/records.ts';
import type { Timing } from '../../domain/timing.ts';
import { appendMessage, changeConversation, changeMember, findMembers, type UnitOfWork } from '../unit-of-work.ts';
import { saveEmails } from './conversation-email.ts';
import { assignWaiting } from './offers.ts';

/** A guest's member is connected again, by socket or, until `lineUntil`, by polling. */
export async function reconnectGuest(
  work: UnitOfWork,
  conversation: Conversation,
  guest: Member,
  { lineUntil, timing }: { lineUntil: number | null; timing: Timing },
): Promise<void> {
  if (guest.state === 'CONNECTED') {
    if (guest.line_until !== lineUntil) await changeMember(work, guest, { line_until: lineUntil });
    return;
  }
  await changeMember(work, guest, {
    state: 'CONNECTED',
    joined_at: guest.joined_at ?? work.now,
    line_until: lineUntil,
    away_until: null,
  });
  if (conversation.is_waiting) await assignWaiting(work, timing, conversation.queue_id);
}

/**
 * Removes an alerting or connected agent. With the last one the chat ends, unless another agent was asked to take over
 * and the chat waits for one.
 */
export async function removeAgent(
  work: UnitOfWork,
  conversation: Conversation,
  agent: Member,
  { reason, timing }: { reason: DisconnectType; timing: Timing },
): Promise<void> {
  const wasConnected = agent.state === 'CONNECTED';
  if (wasConnected) await appendMessage(work, { sender: agent, body: '', bodyType: 'member-leave' });
  await disconnect(work, agent, reason);
  const left = (await findMembers(work, conversation.id)).filter(isActiveAgent);
  if (wasConnected) {
    if (left.some(({ state }) => state === 'CONNECTED')) return;
    const goesOn = left.length > 0 || conversation.is_waiting === 1;
    if (!goesOn) return endConversation(work, conversation, { reason: 'peer' });
    await changeConversation(work, conversation, { ...noInactivityDeadline, transfer_from: null });
  } else if (left.length === 0 || conversation.transfer_from !== null) {
    await changeConversation(work, conversation, { is_waiting: 1 });
    await assignWaiting(work, timing, conversation.queue_id);
  }
}

/**
 * Ends a chat for all its members. Agents go first and the guest last: the stream of the guest closes on its own
 * DISCONNECTED and must have sent everything before.
 */
export async function endConversation(
  work: UnitOfWork,
  conversation: Conversation,
  { reason, announces }: { reason: DisconnectType; announces?: 'agents' | 'guest' },
): Promise<void> {
  await changeConversation(work, conversation, {
    ended_at: work.now,
    is_waiting: 0,
    reap_at: null,
    ...noInactivityDeadline,
    transfer_from: null,
  });
  await cancelMediaRequests(work, conversation.id);
  const members = await findMembers(work, conversation.id);
  const guest = members.find(({ id }) => id === conversation.guest_id);
  if (guest && announces === 'guest') await appendMessage(work, { sender: guest, body: '', bodyType: 'member-leave' });
  for (const member of members) {
    if (member === guest || member.state === 'DISCONNECTED') continue;
    if (announces === 'agents' && member.role === 'AGENT' && member.state === 'CONNECTED') {
      await appendMessage(work, { sender: member, body: '', bodyType: 'member-leave' });
    }
    await disconnect(work, member, announces === 'guest' ? 'peer' : reason);
  }
  if (guest && guest.left_at === null) await disconnect(work, guest, reason);
  await saveEmails(work.tx, conversation);
  work.events.push({ type: 'ended', conversationId: conversation.id });
}

export async function disconnect(work: UnitOfWork, member: Member, reason: DisconnectType): Promise<Member> {
  return changeMember(work, member, {
    state: 'DISCONNECTED',
    left_at: work.now,
    disconnect_type: reason,
    alerting_until: null,
    line_until: null,
    away_until: null,
  });
}

function isActiveAgent({ role, state }: Member): boolean {
  return role === 'AGENT' && state !== 'DISCONNECTED';
}

async function cancelMediaRequests({ tx, now, events }: UnitOfWork, conversationId: string): Promise<void> {
  const cancelled = await tx
    .updateTable('media_request')
    .set({ state: 'CANCELLED', expires_at: null })
    .where('conversation_id', '=', conversationId)
    .where('state', '=', 'PENDING')
    .returningAll()
    .execute();
  for (const mediaRequest of cancelled) {
    events.push({ type: 'media-request', conversationId, mediaRequest, at: now });
  }
}
