import type { Note } from '../chat/note.ts';
import { bag, idOf, moment, text } from './decode-wire.ts';

export function decodeNote(wire: unknown): Note | undefined {
  const { author, body, timestamp } = bag(wire);
  const [id, at] = [idOf(wire), moment(timestamp)];
  if (!id || Number.isNaN(at)) return undefined;
  return { id, authorId: idOf(author), authorName: text(bag(author).name) ?? '', body: text(body) ?? '', at };
}
