import { type Rejection, reject } from './rejection.ts';

/** Who changes what somebody else has changed since they read it is told; who names no version replaces. */
export function checkVersion(current: number, seen: number | undefined): Rejection | undefined {
  return seen === undefined || seen === current
    ? undefined
    : reject('request.conflict', 'Somebody else has changed this since you read it');
}
