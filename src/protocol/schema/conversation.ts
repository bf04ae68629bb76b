import * as v from 'valibot';
import { GuestMemberInfo, WebChatMemberInfo } from './member.ts';
import { Id, limits, nonEmptyText, optionalText, text } from './primitives.ts';

/** Clients in the wild write `queue`; the definition knows only `QUEUE`. */
const TargetType = v.pipe(v.string(), v.toUpperCase(), v.literal('QUEUE'));

export const WebChatRoutingTarget = v.object({
  targetType: TargetType,
  /** The queue's name, not its id. */
  targetAddress: nonEmptyText(limits.shortText),
  skills: v.nullish(v.pipe(v.array(text(limits.shortText)), v.maxLength(limits.skills)), () => []),
  language: optionalText(limits.shortText),
  priority: v.nullish(v.pipe(v.number(), v.safeInteger()), 0),
});
export type WebChatRoutingTarget = v.InferOutput<typeof WebChatRoutingTarget>;

export const JourneyCustomer = v.object({ id: nonEmptyText(limits.shortText), idType: nonEmptyText(limits.shortText) });
export type JourneyCustomer = v.InferOutput<typeof JourneyCustomer>;

export const JourneyCustomerSession = v.object({
  id: nonEmptyText(limits.shortText),
  type: nonEmptyText(limits.shortText),
});
export type JourneyCustomerSession = v.InferOutput<typeof JourneyCustomerSession>;

export const JourneyActionMap = v.object({
  id: nonEmptyText(limits.shortText),
  version: v.pipe(v.number(), v.safeInteger()),
});
export type JourneyActionMap = v.InferOutput<typeof JourneyActionMap>;

export const JourneyAction = v.object({ id: nonEmptyText(limits.shortText), actionMap: JourneyActionMap });
export type JourneyAction = v.InferOutput<typeof JourneyAction>;

/** Checked as documented and kept; nothing else is done with it. */
export const JourneyContext = v.object({
  customer: JourneyCustomer,
  customerSession: v.nullish(JourneyCustomerSession, () => undefined),
  triggeringAction: v.nullish(JourneyAction, () => undefined),
});
export type JourneyContext = v.InferOutput<typeof JourneyContext>;

export const CreateWebChatConversationRequest = v.object({
  organizationId: Id,
  deploymentId: Id,
  routingTarget: WebChatRoutingTarget,
  memberInfo: GuestMemberInfo,
  memberAuthToken: optionalText(limits.token),
  journeyContext: v.nullish(JourneyContext, () => undefined),
});
export type CreateWebChatConversationRequest = v.InferOutput<typeof CreateWebChatConversationRequest>;

export const CreateWebChatConversationResponse = v.object({
  id: v.string(),
  jwt: v.string(),
  eventStreamUri: v.string(),
  /** Only its id, as recorded; the rest is asked for with GET member. */
  member: v.object({ id: v.string() }),
});
export type CreateWebChatConversationResponse = v.InferOutput<typeof CreateWebChatConversationResponse>;

export const WebChatConversation = v.object({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  member: v.optional(WebChatMemberInfo),
  selfUri: v.optional(v.string()),
});
export type WebChatConversation = v.InferOutput<typeof WebChatConversation>;
