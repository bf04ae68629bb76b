import * as v from 'valibot';

/** Lengths are UTF-16 units, so that a browser's `length` agrees. */
export const limits = {
  messageBody: 4000,
  shortText: 256,
  address: 2048,
  token: 8192,
  customFields: 20,
  skills: 20,
  allowedDomains: 100,
  /** Bytes of JSON, so that the token it becomes fits where tokens are taken. */
  signedData: 4096,
} as const;

/**
 * Text as it is kept: no NUL (one of the stores cannot hold it) and no half of a surrogate pair, which would come
 * back from the store as something else than was sent.
 */
export const text = (maxLength: number) =>
  v.pipe(
    v.string(),
    v.maxLength(maxLength),
    v.check((value) => !value.includes('\u0000'), 'NUL is not text'),
    v.transform((value) => value.toWellFormed()),
  );

export const nonEmptyText = (maxLength: number) => v.pipe(text(maxLength), v.nonEmpty());

/** Real clients send null for what they do not know. */
export const optionalText = (maxLength: number) => v.nullish(text(maxLength), () => undefined);

export const Id = v.pipe(v.string(), v.uuid());
export const Timestamp = v.pipe(v.string(), v.isoTimestamp());

/** What stands where the models ask for a whole object and the wire has only ever carried its id. */
export const EntityReference = v.object({
  id: v.string(),
  name: v.optional(v.string()),
  selfUri: v.optional(v.string()),
});
export type EntityReference = v.InferOutput<typeof EntityReference>;
