import { checkOrigin } from '../../domain/origin.ts';
import type { Conversation, Member } from '../../domain/records.ts';
import { reject } from '../../domain/rejection.ts';
import type { Transaction } from '../transaction.ts';
import type { Result, UnitOfWork } from '../unit-of-work.ts';
import { selectValidKeyId, type TokenKey } from './signing-keys.ts';

/** A guest as its token names it, the page it calls from, and the key that signed the token. */
export type GuestCaller = {
  conversationId: string;
  memberId: string;
  origin: string | undefined;
  /** Not compared for who comes without a token, within the service. */
  kid?: string | undefined;
};

/**
 * The conversation and member of the token, if both exist and the page may use their deployment. With the intent to
 * write, the conversation is locked first.
 */
export async function authorizeGuest(
  { tx, now }: UnitOfWork,
  { conversationId, memberId, origin, kid }: GuestCaller,
  intent: 'read' | 'write',
): Promise<Result<{ conversation: Conversation; guest: Member }>> {
  const found = await findForGuest(tx, conversationId, { kid: kid ?? '', now }, intent);
  const guest = await tx
    .selectFrom('member')
    .selectAll()
    .where('id', '=', memberId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  if (!found || !guest) return { rejection: reject('chat.error.not.found', 'There is no such conversation') };
  const { allowed_domains, good_kid, ...conversation } = found;
  if (kid !== undefined && good_kid === null)
    return { rejection: reject('bad.credentials', 'These credentials were taken back') };
  const refused = checkOrigin(JSON.parse(allowed_domains ?? '[]'), origin);
  return refused ? { rejection: refused } : { value: { conversation, guest } };
}

/**
 * Reads the domains of the deployment in the same statement, since every call of a guest begins with it. The guest is
 * read after the lock: a row joined here could be older than the lock.
 */
function findForGuest(tx: Transaction, id: string, by: TokenKey, intent: 'read' | 'write') {
  const select = tx
    .selectFrom('conversation')
    .leftJoin('deployment', 'deployment.id', 'conversation.deployment_id')
    .selectAll('conversation')
    .select('deployment.allowed_domains')
    .select(selectValidKeyId(by).as('good_kid'))
    .where('conversation.id', '=', id);
  return (intent === 'write' ? select.forNoKeyUpdate('conversation') : select).executeTakeFirst();
}
