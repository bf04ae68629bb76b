import type { ErrorCode } from '../../protocol/error-codes.ts';

/** Why an operation was not done: plain data, which crosses the storage thread and becomes an ApiError in the routes. */
export type Rejection = { code: ErrorCode; message: string };

export function reject(code: ErrorCode, message: string): Rejection {
  return { code, message };
}

/** Rejects a change based on an older version than the current one. Without a version the change replaces anything. */
export function checkVersion(current: number, seen: number | undefined): Rejection | undefined {
  return seen === undefined || seen === current
    ? undefined
    : reject('request.conflict', 'Somebody else has changed this since you read it');
}
