import { type Refusal, refusal } from './rejection.ts';

/** Who changes what somebody else has changed since they read it is told; who names no version replaces. */
export function refuseStale(current: number, seen: number | undefined): Refusal | undefined {
  return seen === undefined || seen === current
    ? undefined
    : refusal('request.conflict', 'Somebody else has changed this since you read it');
}
