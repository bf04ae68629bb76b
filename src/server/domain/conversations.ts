import type { Conversation, MediaRequest, Member } from './records.ts';
import { type Rejection, reject } from './rejection.ts';

type Phase = 'unattached' | 'active' | 'over';

type Dates = Pick<Conversation, 'attached_at' | 'ended_at'>;

function phaseOf(conversation: Dates): Phase {
  if (conversation.ended_at !== null) return 'over';
  return conversation.attached_at === null ? 'unattached' : 'active';
}

/** Why this member may not send or type now. An away guest may: its request proves that it is back. */
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

/** A guest may leave before it ever attached, but only once. */
export function checkMayLeave(member: Member): Rejection | undefined {
  return member.left_at === null ? undefined : reject('chat.error.member.state', 'The member has left already');
}

/** An offer is answered in its time, and by one: whoever comes when another has it is told so. */
export function checkMayAnswer(members: readonly Member[], member: Member): Rejection | undefined {
  if (member.state !== 'DISCONNECTED') return undefined;
  const isTaken = members.some(
    ({ role, state, id }) => role === 'AGENT' && state !== 'DISCONNECTED' && id !== member.id,
  );
  return isTaken && member.joined_at === null
    ? reject('request.conflict', 'Somebody else has this chat by now')
    : reject('conversation.error.forbidden.not.active.participant', 'The participant is no longer in this chat');
}

/** Only who talks in a chat ends it for everybody; an offer is declined instead. */
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
