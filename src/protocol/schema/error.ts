import * as v from 'valibot';

export const Detail = v.object({
  errorCode: v.optional(v.string()),
  fieldName: v.optional(v.string()),
  entityId: v.optional(v.string()),
  entityName: v.optional(v.string()),
});
export type Detail = v.InferOutput<typeof Detail>;

/** Which limit was hit. The definition lists 82 namespaces; `webchat` is the one we name. */
export const Limit = v.object({
  key: v.optional(v.string()),
  namespace: v.optional(v.string()),
  value: v.optional(v.number()),
});
export type Limit = v.InferOutput<typeof Limit>;

export type ErrorBody = {
  message?: string | undefined;
  code?: string | undefined;
  status?: number | undefined;
  entityId?: string | undefined;
  entityName?: string | undefined;
  messageWithParams?: string | undefined;
  messageParams?: Record<string, string> | undefined;
  contextId?: string | undefined;
  details?: Detail[] | undefined;
  errors?: ErrorBody[] | undefined;
  limit?: Limit | undefined;
};

export const ErrorBody: v.GenericSchema<unknown, ErrorBody> = v.object({
  message: v.optional(v.string()),
  code: v.optional(v.string()),
  status: v.optional(v.number()),
  entityId: v.optional(v.string()),
  entityName: v.optional(v.string()),
  messageWithParams: v.optional(v.string()),
  messageParams: v.optional(v.record(v.string(), v.string())),
  contextId: v.optional(v.string()),
  details: v.optional(v.array(Detail)),
  errors: v.optional(v.array(v.lazy(() => ErrorBody))),
  limit: v.optional(Limit),
});
