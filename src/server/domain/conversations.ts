import type { Conversation, MediaRequest, Member } from './records.ts';
import { type Rejection, reject } from './rejection.ts';

type Phase = 'unattached' | 'active' | 'over';

type Dates = Pick<Conversation, 'attached_at' | 'ended_at'>;

function phaseOf(conversation: Dates): Phase {
  if (conversation.ended_at !== null) return 'over';
  return conversation.attached_at === null ? 'unattached' : 'active';
}

/** Whether this member may send or type now. An away guest may, since its request shows that it is back. */
export function checkMaySend(
  conversation: Dates,
  member: Pick<Member, 'role' | 'state' | 'left_at'>,
): Rejection | undefined {
  const phase = phaseOf(conversation);
  if (phase === 'unattached') {
    return reject('chat.error.conversation.state', 'The conversation is not active: attach its event stream first');
  }
  if (phase === 'over') return reject('chat.error.conversation.state', 'The conversation is over');
  const isPresent = member.role === 'CUSTOMER' ? member.left_at === null : member.state === 'CONNECTED';
  return isPresent ? undefined : reject('chat.error.member.state', 'The member is not connected');
}

/** A guest may leave once, also before its event stream was ever attached. */
export function checkMayLeave(member: Member): Rejection | undefined {
  return member.left_at === null ? undefined : reject('chat.error.member.state', 'The member has left already');
}

/** Whether the agent's offer is still open. The error tells an offer that another agent took from one that ended. */
export function checkMayAnswer(members: readonly Member[], member: Member): Rejection | undefined {
  if (member.state !== 'DISCONNECTED') return undefined;
  const isTaken = members.some(
    ({ role, state, id }) => role === 'AGENT' && state !== 'DISCONNECTED' && id !== member.id,
  );
  return isTaken && member.joined_at === null
    ? reject('request.conflict', 'Somebody else has this chat by now')
    : reject('conversation.error.forbidden.not.active.participant', 'The participant is no longer in this chat');
}

/** Only a connected agent ends a chat for everyone; an agent with an open offer declines it instead. */
export function checkMayEnd(members: readonly Member[], userId: string): Rejection | undefined {
  return members.some(({ user_id, state }) => user_id === userId && state === 'CONNECTED')
    ? undefined
    : reject('conversation.error.forbidden.not.active.participant', 'You are not connected in this chat');
}

export function checkMediaChange(conversation: Conversation, request: MediaRequest): Rejection | undefined {
  if (phaseOf(conversation) !== 'active') {
    return reject('chat.error.conversation.state', 'The conversation is not active');
  }
  return request.state === 'PENDING'
    ? undefined
    : reject('request.conflict', `The media request is ${request.state} already`);
}
