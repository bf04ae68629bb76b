import { searchIndexOf } from './engine/search-index-of.ts';
import type { Transaction } from './storage.ts';

/** Takes a chat out of the store, with everything in it and with what finds it. */
export async function deleteChat(tx: Transaction, id: string): Promise<void> {
  // Whoever indexes it right now has its row, and must be done first.
  await tx.selectFrom('conversation').select('id').where('id', '=', id).forUpdate().execute();
  await searchIndexOf(tx).remove(tx, id);
  const tables = ['conversation_email', 'note', 'media_request', 'message', 'signed_data_use', 'member'] as const;
  for (const table of tables) await tx.deleteFrom(table).where('conversation_id', '=', id).execute();
  await tx.deleteFrom('conversation').where('id', '=', id).execute();
}
