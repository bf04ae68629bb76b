import type { CreateWebChatConversationRequest } from '../../../protocol/schema/conversation.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { SignedDataClaims } from '../../domain/token-claims.ts';
import { findConversation, type UnitOfWork } from '../unit-of-work.ts';
import { endConversation } from './conversation-changes.ts';
import { selectValidKeyId } from './signing-keys.ts';

/**
 * Uses signed data up for this conversation. It may come again while the conversation it opened was never attached, as
 * when the answer to its creation was lost: that one is over then, so that no more than one can be talked in.
 */
export async function useSignedData(
  work: UnitOfWork,
  { tokenId, expiresAt, kid }: SignedDataClaims,
  conversationId: string,
): Promise<Rejection | undefined> {
  const { tx, now } = work;
  const key = await tx.selectNoFrom(selectValidKeyId({ kid, now }).as('kid')).executeTakeFirst();
  if (key?.kid == null) return reject('chat.deployment.bad.auth', 'The memberAuthToken is not valid');
  const use = { token_id: tokenId, conversation_id: conversationId, expires_at: expiresAt };
  const first = await tx
    .insertInto('signed_data_use')
    .values(use)
    .onConflict((conflict) => conflict.column('token_id').doNothing())
    .returning('token_id')
    .executeTakeFirst();
  await tx.deleteFrom('signed_data_use').where('expires_at', '<', now).execute();
  if (first) return undefined;
  const used = await tx
    .selectFrom('signed_data_use')
    .selectAll()
    .where('token_id', '=', tokenId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const earlier = used && (await findConversation(tx, used.conversation_id, 'write'));
  if (earlier && earlier.attached_at !== null)
    return reject('chat.deployment.bad.auth', 'The memberAuthToken was used');
  if (earlier && earlier.ended_at === null) await endConversation(work, earlier, { reason: 'system' });
  await tx.updateTable('signed_data_use').set(use).where('token_id', '=', tokenId).execute();
  return undefined;
}

type GuestInfo = CreateWebChatConversationRequest['memberInfo'];

/** What the site's own server has signed wins over what the page says. Texts only, and only such as can be kept. */
export function mergeSignedFields(info: GuestInfo, claims: SignedDataClaims): GuestInfo {
  const { firstName, lastName, email, phoneNumber, ...others } = readTexts(claims);
  const known = Object.entries({ firstName, lastName, email, phoneNumber }).filter(([, text]) => text !== undefined);
  const said = { ...info.customFields };
  // A field of the page's choosing must not cover what was signed.
  for (const [name] of known) delete said[name];
  return { ...info, ...Object.fromEntries(known), customFields: { ...said, ...others } };
}

/** Who the visitor is, as the site's own server knows them, and which of their fields are its word. */
export function readIdentity(claims: SignedDataClaims | undefined): { subject: string | null; signedFields: string[] } {
  if (!claims) return { subject: null, signedFields: [] };
  const texts = readTexts(claims);
  return { subject: texts.sub?.trim() || null, signedFields: Object.keys(texts) };
}

type Signed = { [name in 'firstName' | 'lastName' | 'email' | 'phoneNumber' | 'sub']?: string } & Record<
  string,
  string
>;

/** `sub` may be a number, as ids are in many databases. */
function readTexts({ data }: SignedDataClaims): Signed {
  const texts = Object.entries(data).flatMap(([name, value]): [string, string][] => {
    const text = name === 'sub' && Number.isFinite(value) ? String(value) : value;
    return typeof text === 'string' && !`${name}${text}`.includes('\u0000')
      ? [[name.toWellFormed(), text.toWellFormed()]]
      : [];
  });
  return Object.fromEntries(texts);
}
