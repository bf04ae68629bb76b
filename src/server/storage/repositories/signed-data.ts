import type { CreateWebChatConversationRequest } from '../../../protocol/schema/conversation.ts';
import { type Rejection, reject } from '../../domain/rejection.ts';
import type { SignedDataClaims } from '../../domain/token-claims.ts';
import { findConversation, type UnitOfWork } from '../unit-of-work.ts';
import { endConversation } from './conversation-changes.ts';
import { selectValidKeyId } from './signing-keys.ts';

/**
 * Uses signed data for this conversation. The same data may come again while its earlier conversation was never
 * attached, as when the answer to its creation was lost: the earlier one ends then, so that at most one is open.
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

/** Fields that the site's own server has signed replace those of the page. Only texts that can be stored are taken. */
export function mergeSignedFields(info: GuestInfo, claims: SignedDataClaims): GuestInfo {
  const { firstName, lastName, email, phoneNumber, ...others } = readTexts(claims);
  const known = Object.entries({ firstName, lastName, email, phoneNumber }).filter(([, text]) => text !== undefined);
  const customFields = { ...info.customFields };
  // A field of the page's choosing must not cover what was signed.
  for (const [name] of known) delete customFields[name];
  return { ...info, ...Object.fromEntries(known), customFields: { ...customFields, ...others } };
}

/** The subject of the visitor in the data that the site's own server has signed, and the names of the signed fields. */
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
