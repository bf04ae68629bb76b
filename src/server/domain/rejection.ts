import type { ErrorCode } from '../../protocol/error-codes.ts';

/** Why something is not done. It crosses the storage thread as plain data and becomes an ApiError in the routes. */
export type Refusal = { code: ErrorCode; message: string };

export function refusal(code: ErrorCode, message: string): Refusal {
  return { code, message };
}
