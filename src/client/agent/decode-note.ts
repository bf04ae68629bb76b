import type { Note } from '../../chat/agent-model.ts';
import { asRecord, idOf, moment, text } from '../decode-wire.ts';

export function decodeNote(wire: unknown, userId: string | undefined): Note | undefined {
  const { author, body, timestamp } = asRecord(wire);
  const [id, at] = [idOf(wire), moment(timestamp)];
  if (!id || Number.isNaN(at)) return undefined;
  const authorId = idOf(author);
  return {
    id,
    isOwn: authorId === userId,
    authorId,
    authorName: text(asRecord(author).name) ?? '',
    body: text(body) ?? '',
    at,
  };
}
