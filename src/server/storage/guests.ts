import { refuseOrigin } from '../rules/origin.ts';
import { refusal } from '../rules/refusal.ts';
import type { Conversation, Member } from './schema.ts';
import { type Decided, findConversation, type Work } from './work.ts';

/** A guest as its token names it, and the page it calls from. */
export type GuestCaller = { conversationId: string; memberId: string; origin: string | undefined };

/**
 * The token's conversation and member, if they still are and the page may use their deployment. To write, the
 * conversation is locked before anything of it is read.
 */
export async function admitGuest(
  { tx }: Work,
  { conversationId, memberId, origin }: GuestCaller,
  intent: 'read' | 'write',
): Promise<Decided<{ conversation: Conversation; guest: Member }>> {
  const conversation = await findConversation(tx, conversationId, intent);
  const guest = await tx
    .selectFrom('member')
    .selectAll()
    .where('id', '=', memberId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  if (!conversation || !guest) return { refusal: refusal('chat.error.not.found', 'There is no such conversation') };
  const deployment = await tx
    .selectFrom('deployment')
    .select('allowed_domains')
    .where('id', '=', conversation.deployment_id)
    .executeTakeFirst();
  const refused = refuseOrigin(JSON.parse(deployment?.allowed_domains ?? '[]'), origin);
  return refused ? { refusal: refused } : { value: { conversation, guest } };
}
