import type { Message } from '../../domain/records.ts';
import { indexedWords } from '../../domain/search-terms.ts';
import { selectSearchIndex } from '../engine/select-search-index.ts';
import type { Transaction } from '../transaction.ts';

/**
 * What one transaction indexes at most, of all its chats together. The design allows 64 KiB; a quarter of it makes
 * others wait a quarter as long.
 */
export const pieceMessages = 50;
export const pieceBytes = 16 * 1024;
/** Most chats are short: so many may share a transaction. */
const maxChats = 16;

type Piece = { messages: number; bytes: number };
type Unindexed = { id: string; organization_id: string; indexed_seq: number };

export const searchIndexOperations = {
  /**
   * Chats that are over and not wholly indexed. Those of which the least is indexed come first, so that a chat of any
   * length makes the others wait for one piece of it.
   */
  async listUnindexed(tx: Transaction, { except }: { except: readonly string[] }): Promise<string[]> {
    const rows = await tx
      .selectFrom('conversation')
      .select('id')
      .where('ended_at', 'is not', null)
      .where('indexed_seq', 'is not', null)
      // An empty list is no SQL everywhere; nothing has this id.
      .where('id', 'not in', except.length > 0 ? except : [''])
      .orderBy('indexed_seq')
      .orderBy('ended_at')
      .limit(maxChats)
      .execute();
    return rows.map(({ id }) => id);
  },

  /** Indexes the next messages of these chats in order, up to one piece; returns the size of the piece. */
  async indexMessages(tx: Transaction, { ids }: { ids: readonly string[] }): Promise<Piece> {
    const piece: Piece = { messages: 0, bytes: 0 };
    for (const id of ids) {
      const conversation = piece.messages < pieceMessages ? await lockUnindexed(tx, id) : undefined;
      if (conversation && !(await indexChat(tx, conversation, piece))) break;
    }
    return piece;
  },

  /** Clears a bounded part of what deleted chats left in the index. */
  async compactSearchIndex(tx: Transaction): Promise<{ isDone: boolean }> {
    return selectSearchIndex(tx).compact(tx);
  },
};

/** Undefined where the chat is deleted, indexed, or locked by a deletion. */
async function lockUnindexed(tx: Transaction, id: string): Promise<Unindexed | undefined> {
  const row = await tx
    .selectFrom('conversation')
    .select(['id', 'organization_id', 'indexed_seq'])
    .where('id', '=', id)
    .where('ended_at', 'is not', null)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row && row.indexed_seq !== null ? { ...row, indexed_seq: row.indexed_seq } : undefined;
}

/** Returns false where a part of the chat did not fit into the piece. */
async function indexChat(tx: Transaction, { id, indexed_seq }: Unindexed, piece: Piece): Promise<boolean> {
  const words = new Set(indexed_seq === 0 ? await findVisitorWords(tx, id) : []);
  const most = pieceMessages - piece.messages;
  const messages = await nextMessages(tx, { id, after: indexed_seq, most });
  const fitting = takeWhatFits(messages, piece);
  for (const { body, body_type } of fitting) {
    if (body_type === 'standard') for (const word of indexedWords('text', body)) words.add(word);
  }
  const isWhole = fitting.length === messages.length && messages.length < most;
  await selectSearchIndex(tx).add(tx, id, [...words]);
  await tx
    .updateTable('conversation')
    .set({ indexed_seq: isWhole ? null : (fitting.at(-1)?.seq ?? indexed_seq) })
    .where('id', '=', id)
    .execute();
  return isWhole;
}

/** The first of them that still fit into the piece, which counts them. One alone always fits. */
function takeWhatFits<One extends Pick<Message, 'body'>>(messages: readonly One[], piece: Piece): One[] {
  const fitting: One[] = [];
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.body);
    if (piece.messages > 0 && piece.bytes + bytes > pieceBytes) break;
    fitting.push(message);
    piece.messages += 1;
    piece.bytes += bytes;
  }
  return fitting;
}

function nextMessages(
  tx: Transaction,
  { id, after, most }: { id: string; after: number; most: number },
): Promise<Pick<Message, 'seq' | 'body' | 'body_type'>[]> {
  return tx
    .selectFrom('message')
    .select(['seq', 'body', 'body_type'])
    .where('conversation_id', '=', id)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(most)
    .execute();
}

async function findVisitorWords(tx: Transaction, id: string): Promise<string[]> {
  const guests = await tx
    .selectFrom('member')
    .select(['display_name', 'first_name', 'last_name', 'email'])
    .where('conversation_id', '=', id)
    .where('role', '=', 'CUSTOMER')
    .execute();
  return guests.flatMap(({ display_name, first_name, last_name, email }) => [
    ...[display_name, first_name, last_name].flatMap((name) => indexedWords('name', name ?? '')),
    ...indexedWords('email', email ?? ''),
  ]);
}
