import * as v from 'valibot';
import { ChatConversation, Conversation } from './agent.ts';
import { Note } from './note.ts';
import { limits, Timestamp, text } from './primitives.ts';

const words = v.optional(text(limits.shortText));
const time = v.optional(
  v.pipe(
    Timestamp,
    v.transform((value) => Date.parse(value)),
  ),
);

/** Ours: how chats that are over are searched. Every word given has to be in them. */
export const HistoryQuery = v.object({
  text: words,
  /** Beginnings of words are enough for a name and an address. */
  name: words,
  email: words,
  queueId: words,
  userId: words,
  deploymentId: words,
  from: time,
  to: time,
  after: words,
  pageSize: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.minValue(1), v.maxValue(100)),
    '25',
  ),
});
export type HistoryQuery = v.InferOutput<typeof HistoryQuery>;

export const PersonQuery = v.object({ email: v.pipe(text(limits.shortText), v.trim(), v.nonEmpty()) });

/** A chat that is over, as a list has it. */
export const HistoryChat = v.object({
  ...ChatConversation.entries,
  startTime: Timestamp,
  endTime: v.optional(Timestamp),
  queueId: v.string(),
  deploymentId: v.string(),
  /** Where the visitor wrote from. */
  page: v.optional(v.string()),
});
export type HistoryChat = v.InferOutput<typeof HistoryChat>;

export const HistoryConversation = v.object({
  ...HistoryChat.entries,
  conversation: Conversation,
  notes: v.array(Note),
});
export type HistoryConversation = v.InferOutput<typeof HistoryConversation>;
