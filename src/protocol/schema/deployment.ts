import * as v from 'valibot';
import { EntityReference } from './primitives.ts';

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
  selfUri: v.optional(v.string()),
});
export type WebChatDeployment = v.InferOutput<typeof WebChatDeployment>;

export const WebChatDeploymentEntityListing = v.object({
  total: v.number(),
  entities: v.array(WebChatDeployment),
  selfUri: v.optional(v.string()),
});
export type WebChatDeploymentEntityListing = v.InferOutput<typeof WebChatDeploymentEntityListing>;

export const WebChatSettings = v.object({ requireDeployment: v.nullish(v.boolean(), false) });
export type WebChatSettings = v.InferOutput<typeof WebChatSettings>;
