import { checkOrigin } from '../../domain/origin.ts';
import type { Conversation, Member } from '../../domain/records.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { Transaction } from '../transaction.ts';
import { findConversation, findMembers, type Result, type UnitOfWork } from '../unit-of-work.ts';
import { findReadLimit, type ReadLimit } from './read-limit.ts';
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

/** An agent (or a bot acting as one) and the chat it speaks of. */
export type AgentCaller = { conversationId: string; userId: string };

/**
 * Authorizes an agent for a chat that they are or were in, and returns how much of it they may read. Reading the chat
 * of another agent answers as if it did not exist. Writing is rejected in the same words whether the chat exists or
 * not, and locks the conversation before anything of it is read.
 */
export async function authorizeAgent(
  work: UnitOfWork,
  { conversationId, userId }: AgentCaller,
  intent: 'read' | 'write',
): Promise<Result<{ conversation: Conversation; members: Member[]; readLimit: ReadLimit }>> {
  const conversation = await findConversation(work.tx, conversationId, intent);
  const members = conversation ? await findMembers(work, conversationId) : [];
  const mine = members.filter(({ user_id }) => user_id === userId);
  const isAuthorized = intent === 'write' ? mine.length > 0 : mine.some(mayRead);
  if (conversation && isAuthorized) {
    if (intent === 'write') return { value: { conversation, members, readLimit: undefined } };
    const readLimit = await findReadLimit(work, { conversation, members }, userId);
    const seen = readLimit ? members.filter(({ created_at }) => created_at <= readLimit.at) : members;
    return { value: { conversation, members: seen, readLimit } };
  }
  return {
    rejection:
      intent === 'read'
        ? reject('conversation.error.conversation.not.found', 'There is no such conversation among yours')
        : reject('not.authorized', 'You are not in this conversation'),
  };
}

/**
 * Rejects users who never accepted an offer of the chat. An offer shows the chat and nothing of the past of the
 * visitor, and changes nothing.
 */
export function checkAccepted(members: readonly Member[], userId: string): Rejection | undefined {
  return members.some(({ user_id, joined_at }) => user_id === userId && joined_at !== null) ? undefined : notAccepted;
}

/** Rejects writing by users who are not connected; after the end of the chat, by users who never accepted it. */
export function checkMayWrite(
  { ended_at }: Pick<Conversation, 'ended_at'>,
  members: readonly Member[],
  userId: string,
): Rejection | undefined {
  if (ended_at !== null) return checkAccepted(members, userId);
  return members.some(({ user_id, state }) => user_id === userId && state === 'CONNECTED') ? undefined : notConnected;
}

const notAccepted = reject('conversation.error.forbidden.not.active.participant', 'You have not accepted this chat');
const notConnected = reject(
  'conversation.error.forbidden.not.active.participant',
  'You are not connected in this chat',
);

/** An offer that was not taken gives nothing to read. */
export function mayRead({ state, joined_at }: Pick<Member, 'state' | 'joined_at'>): boolean {
  return state !== 'DISCONNECTED' || joined_at !== null;
}

/** The caller of an operation that guests and agents share. */
export type Caller = { guest: GuestCaller } | { agent: AgentCaller };
