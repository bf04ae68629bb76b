/** A bucket of tokens: `burst` at once, refilled at `perSecond`. */
export type BucketSize = { burst: number; perSecond: number };

export type Bucket = { tokens: number; at: number };

/** Takes one token, or returns how long until there is one. A clock that steps back changes nothing. */
export function takeToken(
  bucket: Bucket | undefined,
  { burst, perSecond }: BucketSize,
  now: number,
): { bucket: Bucket; waitMs: number } {
  const elapsedMs = bucket ? Math.max(0, now - bucket.at) : 0;
  const tokens = bucket ? Math.min(burst, bucket.tokens + (elapsedMs * perSecond) / 1000) : burst;
  // The sum of many small refills may fall a hair short of a whole token.
  if (tokens >= 1 - 1e-9) return { bucket: { tokens: tokens - 1, at: now }, waitMs: 0 };
  return { bucket: { tokens, at: now }, waitMs: ((1 - tokens) / perSecond) * 1000 };
}
