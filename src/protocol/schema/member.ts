import * as v from 'valibot';
import { limits, nonEmptyText, optionalText, Timestamp, text } from './primitives.ts';

/** The definition's prose has the roles in lower case: read either, send upper case. */
export const MemberRole = v.pipe(v.string(), v.toUpperCase(), v.picklist(['AGENT', 'CUSTOMER', 'WORKFLOW', 'ACD']));
export type MemberRole = v.InferOutput<typeof MemberRole>;

export const MemberState = v.picklist(['CONNECTED', 'DISCONNECTED', 'ALERTING']);
export type MemberState = v.InferOutput<typeof MemberState>;

export const CustomFields = v.pipe(
  v.record(
    text(limits.shortText),
    v.pipe(
      v.union([v.string(), v.number(), v.boolean()]),
      v.transform((value) => String(value)),
      text(limits.shortText),
    ),
  ),
  v.check((fields) => Object.keys(fields).length <= limits.customFields, 'Too many custom fields'),
);
export type CustomFields = v.InferOutput<typeof CustomFields>;

/** Only pictures from the web; anything else is left out rather than refused, since a chat is worth more. */
const AvatarAddress = v.nullish(
  v.pipe(
    v.string(),
    v.transform((value) => (value.length <= limits.address && /^https?:\/\//i.test(value) ? value : undefined)),
  ),
  () => undefined,
);

/** What a visitor tells. `role` and whatever else clients put here is dropped. */
export const GuestMemberInfo = v.pipe(
  v.object({
    displayName: nonEmptyText(limits.shortText),
    firstName: optionalText(limits.shortText),
    lastName: optionalText(limits.shortText),
    email: optionalText(limits.shortText),
    phoneNumber: optionalText(limits.shortText),
    avatarImageUrl: AvatarAddress,
    /** The name of `avatarImageUrl` before 2019; the SDK's own manual still shows it. */
    profileImageUrl: AvatarAddress,
    customFields: v.nullish(CustomFields, () => ({})),
  }),
  v.transform(({ profileImageUrl, ...info }) => ({
    ...info,
    avatarImageUrl: info.avatarImageUrl ?? profileImageUrl,
  })),
);
export type GuestMemberInfo = v.InferOutput<typeof GuestMemberInfo>;

export const WebChatMemberInfo = v.object({
  id: v.optional(v.string()),
  displayName: v.optional(v.string()),
  firstName: v.optional(v.string()),
  lastName: v.optional(v.string()),
  email: v.optional(v.string()),
  phoneNumber: v.optional(v.string()),
  avatarImageUrl: v.optional(v.string()),
  role: MemberRole,
  joinDate: v.optional(Timestamp),
  leaveDate: v.nullish(Timestamp),
  authenticatedGuest: v.optional(v.boolean()),
  customFields: v.optional(v.record(v.string(), v.string())),
  state: v.optional(MemberState),
});
export type WebChatMemberInfo = v.InferOutput<typeof WebChatMemberInfo>;

export const WebChatMemberInfoEntityList = v.object({
  entities: v.array(WebChatMemberInfo),
  pageSize: v.number(),
  pageNumber: v.number(),
  total: v.number(),
  pageCount: v.number(),
  firstUri: v.optional(v.string()),
  lastUri: v.optional(v.string()),
  previousUri: v.optional(v.string()),
  nextUri: v.optional(v.string()),
  selfUri: v.optional(v.string()),
});
export type WebChatMemberInfoEntityList = v.InferOutput<typeof WebChatMemberInfoEntityList>;
