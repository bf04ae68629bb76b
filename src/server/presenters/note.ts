import type { Note as WireNote } from '../../protocol/schema/note.ts';
import type { Note } from '../domain/chat-event.ts';
import { iso } from './time.ts';

/** A key is between its author and us. */
export function presentNote(note: Note, readerId: string): WireNote {
  const { id, conversationId, author, body, writtenAt, seq, key } = note;
  const idempotencyKey = key !== null && author.id === readerId ? { idempotencyKey: key } : {};
  return { id, conversation: { id: conversationId }, author, body, timestamp: iso(writtenAt), seq, ...idempotencyKey };
}
