import * as v from 'valibot';
import { EntityReference, limits, nonEmptyText, Timestamp } from './primitives.ts';

/** Ours: what an agent writes to colleagues about a chat. */
export const Note = v.object({
  id: v.string(),
  conversation: EntityReference,
  author: v.object({ id: v.string(), name: v.string() }),
  body: v.string(),
  timestamp: Timestamp,
  seq: v.number(),
  /** To its author only. */
  idempotencyKey: v.optional(v.string()),
});
export type Note = v.InferOutput<typeof Note>;

export const NoteEntityListing = v.object({ entities: v.array(Note) });
export type NoteEntityListing = v.InferOutput<typeof NoteEntityListing>;

export const CreateNoteRequest = v.object({ body: nonEmptyText(limits.messageBody) });
export type CreateNoteRequest = v.InferOutput<typeof CreateNoteRequest>;

/** On `v2.conversations.chats.{id}.notes`, which no guest can listen to. */
export const NoteFrame = v.object({
  topicName: v.string(),
  version: v.optional(v.string(), '2'),
  eventBody: Note,
  metadata: v.object({ CorrelationId: v.optional(v.string()), type: v.literal('note') }),
});
export type NoteFrame = v.InferOutput<typeof NoteFrame>;
