import type { ErrorCode } from '../../protocol/error-codes.ts';

/** Why something is not done. It crosses the storage thread as plain data and becomes an ApiError in the routes. */
export type Rejection = { code: ErrorCode; message: string };

export function reject(code: ErrorCode, message: string): Rejection {
  return { code, message };
}
