import * as v from 'valibot';
import { limits, optionalText } from './primitives.ts';

export const MediaType = v.pipe(v.string(), v.toUpperCase(), v.picklist(['COBROWSE', 'SCREENSHARE']));
export type MediaType = v.InferOutput<typeof MediaType>;

export const MediaRequestState = v.picklist(['PENDING', 'ACCEPTED', 'DECLINED', 'TIMEDOUT', 'CANCELLED', 'ERRORED']);
export type MediaRequestState = v.InferOutput<typeof MediaRequestState>;

const MediaTypes = v.pipe(v.array(MediaType), v.minLength(1), v.maxLength(2));

export const WebChatGuestMediaRequest = v.object({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  types: v.array(MediaType),
  state: MediaRequestState,
  communicationId: v.optional(v.string()),
  securityKey: v.optional(v.string()),
  selfUri: v.optional(v.string()),
});
export type WebChatGuestMediaRequest = v.InferOutput<typeof WebChatGuestMediaRequest>;

export const WebChatGuestMediaRequestEntityList = v.object({ entities: v.array(WebChatGuestMediaRequest) });
export type WebChatGuestMediaRequestEntityList = v.InferOutput<typeof WebChatGuestMediaRequestEntityList>;

/** The whole model by definition. Only the state counts, and only these three are the guest's to say. */
export const UpdateMediaRequest = v.object({
  types: v.nullish(MediaTypes, () => undefined),
  state: v.pipe(v.string(), v.toUpperCase(), v.picklist(['ACCEPTED', 'DECLINED', 'ERRORED'])),
});
export type UpdateMediaRequest = v.InferOutput<typeof UpdateMediaRequest>;

/** Ours: how an agent asks. */
export const CreateMediaRequest = v.object({ types: MediaTypes, name: optionalText(limits.shortText) });
export type CreateMediaRequest = v.InferOutput<typeof CreateMediaRequest>;

/** Ours: how an agent takes the question back. */
export const CancelMediaRequest = v.object({
  state: v.pipe(v.string(), v.toUpperCase(), v.literal('CANCELLED')),
});
export type CancelMediaRequest = v.InferOutput<typeof CancelMediaRequest>;
