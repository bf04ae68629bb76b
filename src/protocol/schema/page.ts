import * as v from 'valibot';
import { limits, text } from './primitives.ts';

const wholeNumber = (min: number, max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.minValue(min), v.maxValue(max));

/** Any text: what names no message is unknown, whatever its form. */
const MessageId = text(limits.shortText);

/** How messages are asked for. `after` and `before` name messages that are themselves left out. */
export const MessageQuery = v.object({
  after: v.optional(MessageId),
  before: v.optional(MessageId),
  sortOrder: v.optional(v.pipe(v.string(), v.toLowerCase(), v.picklist(['ascending', 'descending'])), 'ascending'),
  maxResults: v.optional(wholeNumber(1, 100), '100'),
});
export type MessageQuery = v.InferOutput<typeof MessageQuery>;

/** `pending`, a word of ours: the agent's chats that are over and still to wrap up belong to the list, too. */
export const ChatQuery = v.object({
  wrapup: v.optional(v.pipe(v.string(), v.toLowerCase(), v.picklist(['pending']))),
});

export const MemberQuery = v.object({
  pageSize: v.optional(wholeNumber(1, 100), '25'),
  pageNumber: v.optional(wholeNumber(1, 1_000_000), '1'),
  excludeDisconnectedMembers: v.optional(
    v.pipe(
      v.string(),
      v.toLowerCase(),
      v.picklist(['true', 'false']),
      v.transform((value) => value === 'true'),
    ),
    'false',
  ),
});
export type MemberQuery = v.InferOutput<typeof MemberQuery>;
