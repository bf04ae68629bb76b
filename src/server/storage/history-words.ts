import { beginningsOf, wordsOf } from '../rules/words.ts';
import type { WordField } from './schema.ts';
import type { Transaction } from './storage.ts';

/** Rows in one statement: the stores take so many values at once, and no more. */
const atOnce = 1000;

/**
 * Makes a chat that is over findable by its words. A row for each different word of a chat, written once at its end:
 * sending stays as cheap as it was.
 */
export async function indexEndedChat(
  tx: Transaction,
  { id, organization_id }: { id: string; organization_id: string },
): Promise<void> {
  const messages = await tx
    .selectFrom('message')
    .select('body')
    .where('conversation_id', '=', id)
    .where('body_type', '=', 'standard')
    .execute();
  const guests = await tx
    .selectFrom('member')
    .select(['display_name', 'first_name', 'last_name', 'email'])
    .where('conversation_id', '=', id)
    .where('role', '=', 'CUSTOMER')
    .execute();
  const names = guests.flatMap((one) => [one.display_name ?? '', one.first_name ?? '', one.last_name ?? '']);
  const found: Record<WordField, Set<string>> = {
    text: new Set(messages.flatMap(({ body }) => wordsOf(body))),
    name: new Set(names.flatMap(beginningsOf)),
    email: new Set(guests.flatMap(({ email }) => beginningsOf(email ?? ''))),
    'whole email': new Set(guests.flatMap(({ email }) => (email ? [email.trim().toLowerCase()] : []))),
  };
  const rows = (['text', 'name', 'email', 'whole email'] as const).flatMap((field) =>
    [...found[field]].map((word) => ({ organization_id, field, word, conversation_id: id })),
  );
  for (let from = 0; from < rows.length; from += atOnce) {
    await tx
      .insertInto('conversation_word')
      .values(rows.slice(from, from + atOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Takes a chat out of the store, with everything in it. */
export async function deleteChat(tx: Transaction, id: string): Promise<void> {
  const tables = ['conversation_word', 'note', 'media_request', 'message', 'signed_data_use', 'member'] as const;
  for (const table of tables) await tx.deleteFrom(table).where('conversation_id', '=', id).execute();
  await tx.deleteFrom('conversation').where('id', '=', id).execute();
}
