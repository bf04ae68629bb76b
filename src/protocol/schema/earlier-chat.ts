import * as v from 'valibot';
import { ParticipantPurpose } from './agent.ts';
import { Timestamp } from './primitives.ts';

/** Ours: a chat the same signed-in visitor had before. */
export const EarlierChat = v.object({
  id: v.string(),
  startTime: Timestamp,
  endTime: v.optional(Timestamp),
  /** By the ids their messages name as sender. */
  participants: v.array(v.object({ id: v.string(), purpose: ParticipantPurpose, name: v.string() })),
  selfUri: v.string(),
});
export type EarlierChat = v.InferOutput<typeof EarlierChat>;

export const EarlierChatEntityListing = v.object({ entities: v.array(EarlierChat) });
export type EarlierChatEntityListing = v.InferOutput<typeof EarlierChatEntityListing>;
