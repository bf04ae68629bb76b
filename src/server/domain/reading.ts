import type { Conversation, Member } from './records.ts';

type ReadableChat = { conversation: Pick<Conversation, 'ended_at'>; members: readonly MemberPresence[] };
type MemberPresence = Pick<Member, 'user_id' | 'state' | 'joined_at' | 'left_at'>;

/**
 * Whether a user may read all of a chat and follow it: while they are a member or have an open offer, and for good where
 * they were a member when it ended. A user who left earlier, for example by a transfer, may not.
 */
export function canReadWholeChat({ conversation, members }: ReadableChat, userId: string): boolean {
  return members.some((member) => {
    if (member.user_id !== userId) return false;
    if (member.state !== 'DISCONNECTED') return true;
    if (member.joined_at === null || conversation.ended_at === null) return false;
    return (member.left_at ?? 0) >= conversation.ended_at;
  });
}
