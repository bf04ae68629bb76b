import type { Transaction } from '../transaction.ts';

/** The key by which all ended chats of a person are found, whether they are indexed yet or not. */
export const personKey = (email: string) => email.trim().toLowerCase();

export async function saveEmails(
  tx: Transaction,
  { id, organization_id }: { id: string; organization_id: string },
): Promise<void> {
  const guests = await tx
    .selectFrom('member')
    .select('email')
    .where('conversation_id', '=', id)
    .where('role', '=', 'CUSTOMER')
    .execute();
  const keys = new Set(guests.flatMap(({ email }) => (email ? [personKey(email)] : [])));
  if (keys.size === 0) return;
  await tx
    .insertInto('conversation_email')
    .values([...keys].map((email) => ({ organization_id, email, conversation_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
