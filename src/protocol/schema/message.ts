import * as v from 'valibot';
import { EntityReference, limits, nonEmptyText, Timestamp } from './primitives.ts';

export const BodyType = v.picklist(['standard', 'notice', 'member-join', 'member-leave', 'media-request']);
export type BodyType = v.InferOutput<typeof BodyType>;

/** Nothing and the literal `standard | notice`, copied from the documentation by real clients, mean `standard`. */
const SentBodyType = v.nullish(
  v.pipe(
    v.string(),
    v.transform((value) => (/^\s*standard\s*\|\s*notice\s*$/i.test(value) || value === '' ? 'standard' : value)),
    v.toLowerCase(),
    v.picklist(['standard', 'notice']),
  ),
  'standard',
);

export const CreateWebChatMessageRequest = v.object({
  body: nonEmptyText(limits.messageBody),
  bodyType: SentBodyType,
});
export type CreateWebChatMessageRequest = v.InferOutput<typeof CreateWebChatMessageRequest>;

/** `conversation` and `sender` are references, as on the real wire; the models ask for whole objects. */
export const WebChatMessage = v.object({
  id: v.string(),
  name: v.optional(v.string()),
  conversation: EntityReference,
  sender: EntityReference,
  body: v.string(),
  bodyType: BodyType,
  timestamp: Timestamp,
  selfUri: v.optional(v.string()),
  /** Our extension: the place in the conversation, dense from 1. */
  seq: v.optional(v.number()),
  /** Our extension: the key it was sent with, told to its sender only. */
  idempotencyKey: v.optional(v.string()),
});
export type WebChatMessage = v.InferOutput<typeof WebChatMessage>;

export const WebChatMessageEntityList = v.object({
  pageSize: v.number(),
  entities: v.array(WebChatMessage),
  previousPage: v.optional(v.string()),
  next: v.optional(v.string()),
  selfUri: v.optional(v.string()),
});
export type WebChatMessageEntityList = v.InferOutput<typeof WebChatMessageEntityList>;

export const WebChatTyping = v.object({
  id: v.string(),
  conversation: EntityReference,
  sender: EntityReference,
  timestamp: Timestamp,
});
export type WebChatTyping = v.InferOutput<typeof WebChatTyping>;

/** Our extension: 1 to 128 visible ASCII characters. */
export const IdempotencyKey = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,128}$/));
