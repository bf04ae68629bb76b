import type { Context } from 'hono';
import * as v from 'valibot';
import { IdempotencyKey } from '../../../protocol/schema/message.ts';
import { ApiError } from '../../core/api-error.ts';

/**
 * An id of the path in lower case, as ids are stored. Empty, which matches no id, where the path has none or one with NUL,
 * which PostgreSQL cannot be asked for.
 */
export function pathId(c: Context, name: string): string {
  const id = c.req.param(name)?.toLowerCase() ?? '';
  return id.includes('\u0000') ? '' : id;
}

/** The idempotency key of a message, if any. Throws 400 for one that cannot be stored. */
export function readIdempotencyKey(c: Context): string | undefined {
  const header = c.req.header('Idempotency-Key');
  if (header === undefined) return undefined;
  const key = v.safeParse(IdempotencyKey, header);
  if (key.success) return key.output;
  throw new ApiError('invalid.value', 'An Idempotency-Key is 1 to 128 visible ASCII characters.');
}
