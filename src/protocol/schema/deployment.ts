import * as v from 'valibot';
import { EntityReference, limits, nonEmptyText, optionalText, text } from './primitives.ts';

export const DomainEntityRef = EntityReference;
export type DomainEntityRef = v.InferOutput<typeof DomainEntityRef>;

export const WebChatConfig = v.object({ webChatSkin: v.optional(v.picklist(['basic', 'modern-caret-skin'])) });
export type WebChatConfig = v.InferOutput<typeof WebChatConfig>;

export const WebChatDeployment = v.object({
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  description: v.optional(v.string()),
  authenticationRequired: v.optional(v.boolean()),
  authenticationUrl: v.optional(v.string()),
  disabled: v.optional(v.boolean()),
  webChatConfig: v.optional(WebChatConfig),
  allowedDomains: v.optional(v.array(v.string())),
  flow: v.optional(DomainEntityRef),
  /** Ours: after so many days chats that are over are deleted; without it they stay. */
  retentionDays: v.optional(v.number()),
  /** Ours: where its chats go, whatever queue the tag names. */
  queueId: v.optional(v.string()),
  /** Ours: whether the priority that a visitor's page asks for counts. */
  acceptPriority: v.optional(v.boolean()),
  /** Ours: sent back, it says which state the change is of. */
  version: v.optional(v.number()),
  selfUri: v.optional(v.string()),
});
export type WebChatDeployment = v.InferOutput<typeof WebChatDeployment>;

const optionalFlag = v.nullish(v.boolean(), false);

/**
 * A deployment as it is written: the whole of it, as PUT replaces. The definition requires nothing; we want a name.
 * `selfUri` and whatever else clients send back is dropped.
 */
export const WebChatDeploymentChange = v.object({
  /** Kept when creating, where it is free, so that tags that are out there stay right; ignored when replacing. */
  id: v.nullish(v.string(), undefined),
  name: v.pipe(nonEmptyText(limits.shortText), v.regex(/\S/)),
  description: optionalText(limits.address),
  authenticationRequired: optionalFlag,
  authenticationUrl: optionalText(limits.address),
  disabled: optionalFlag,
  webChatConfig: v.nullish(
    v.object({ webChatSkin: v.nullish(v.picklist(['basic', 'modern-caret-skin']), undefined) }),
    undefined,
  ),
  allowedDomains: v.nullish(
    v.pipe(
      v.array(v.pipe(text(limits.shortText), v.trim())),
      v.maxLength(limits.allowedDomains),
      v.filterItems((domain) => domain !== ''),
    ),
    () => [],
  ),
  flow: v.nullish(
    v.object({
      id: nonEmptyText(limits.shortText),
      name: optionalText(limits.shortText),
      selfUri: optionalText(limits.address),
    }),
    undefined,
  ),
  /** Stays where it is left out, which other clients do; null: chats stay. */
  retentionDays: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(36_500)))),
  /** Stays where it is left out, which other clients do; null or empty: the queue that the tag names. */
  queueId: v.optional(v.nullable(text(limits.shortText))),
  /** Stays where it is left out, which other clients do. */
  acceptPriority: v.optional(v.nullable(v.boolean())),
  version: v.nullish(v.number(), undefined),
});
export type WebChatDeploymentChange = v.InferOutput<typeof WebChatDeploymentChange>;

export const WebChatDeploymentEntityListing = v.object({
  total: v.number(),
  entities: v.array(WebChatDeployment),
  selfUri: v.optional(v.string()),
});
export type WebChatDeploymentEntityListing = v.InferOutput<typeof WebChatDeploymentEntityListing>;

const notAList = v.check((value) => !Array.isArray(value), 'A list says nothing');

export const WebChatSettings = v.pipe(
  v.unknown(),
  notAList,
  v.object({ requireDeployment: v.nullish(v.boolean(), false), version: v.nullish(v.number(), undefined) }),
);
export type WebChatSettings = v.InferOutput<typeof WebChatSettings>;

/** Whatever the site's own server tells about its user. */
export const SignedDataRequest = v.pipe(v.unknown(), notAList, v.record(v.string(), v.unknown()));
export type SignedDataRequest = v.InferOutput<typeof SignedDataRequest>;

export const SignedData = v.object({ jwt: v.string() });
export type SignedData = v.InferOutput<typeof SignedData>;
