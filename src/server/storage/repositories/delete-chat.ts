import { selectSearchIndex } from '../engine/select-search-index.ts';
import type { Transaction } from '../transaction.ts';

/** Messages that one transaction of `deleteChatPiece` takes out at most. */
export const messagesPerPiece = 500;

/** Takes a chat out of the store, with everything in it and with what finds it. */
export async function deleteChat(tx: Transaction, id: string): Promise<void> {
  while (!(await deleteChatPiece(tx, id))) {
    // Each piece is one statement more in the same transaction.
  }
}

/**
 * Deletes a chat in bounded pieces, for background jobs: visitors choose how long a chat is. The chat cannot be found
 * from the first piece on. Returns whether it is gone.
 */
export async function deleteChatPiece(tx: Transaction, id: string): Promise<boolean> {
  // A job that indexes the chat holds its row and must finish first.
  await tx.selectFrom('conversation').select('id').where('id', '=', id).forUpdate().execute();
  await selectSearchIndex(tx).remove(tx, id);
  await tx.updateTable('conversation').set({ indexed_seq: null }).where('id', '=', id).execute();
  const last = await tx
    .selectFrom('message')
    .select('seq')
    .where('conversation_id', '=', id)
    .orderBy('seq')
    .offset(messagesPerPiece)
    .limit(1)
    .executeTakeFirst();
  if (last) {
    await tx.deleteFrom('message').where('conversation_id', '=', id).where('seq', '<', last.seq).execute();
    return false;
  }
  const tables = ['conversation_email', 'note', 'media_request', 'message', 'signed_data_use', 'member'] as const;
  for (const table of tables) await tx.deleteFrom(table).where('conversation_id', '=', id).execute();
  await tx.deleteFrom('conversation').where('id', '=', id).execute();
  return true;
}
