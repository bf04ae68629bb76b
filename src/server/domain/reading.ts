import type { Conversation, Member } from './records.ts';

type ReadableChat = { conversation: Pick<Conversation, 'ended_at'>; members: readonly MemberPresence[] };
type MemberPresence = Pick<Member, 'user_id' | 'state' | 'joined_at' | 'left_at'>;

/**
 * Whether somebody reads all of a chat and hears it as it goes on: while they are in it or it rings with them, and for
 * good where they were in it at its end. Who left it before, as by handing it over, has read it so far.
 */
export function canReadWholeChat({ conversation, members }: ReadableChat, userId: string): boolean {
  return members.some((member) => {
    if (member.user_id !== userId) return false;
    if (member.state !== 'DISCONNECTED') return true;
    if (member.joined_at === null || conversation.ended_at === null) return false;
    return (member.left_at ?? 0) >= conversation.ended_at;
  });
}
