import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bucket, takeToken } from './rate-limit.ts';

const size = { burst: 10, perSecond: 1 };

test('ten at once, then one a second, and the wait is exact', () => {
  let bucket: Bucket | undefined;
  for (let count = 0; count < 10; count += 1) {
    const taken = takeToken(bucket, size, 0);
    expect(taken.waitMs).toBe(0);
    bucket = taken.bucket;
  }

  expect(takeToken(bucket, size, 0).waitMs).toBe(1000);
  expect(takeToken(bucket, size, 400).waitMs).toBe(600);
  expect(takeToken(bucket, size, 1000).waitMs).toBe(0);
});

test('at any time no caller gets more than the burst and the refill since', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 }), (steps) => {
      let bucket: Bucket | undefined;
      let now = 0;
      let forward = 0;
      let granted = 0;
      for (const step of steps) {
        now += step;
        forward += Math.max(0, step);
        const taken = takeToken(bucket, size, now);
        bucket = taken.bucket;
        if (taken.waitMs === 0) granted += 1;
      }
      expect(granted).toBeLessThanOrEqual(size.burst + forward / 1000 + 1e-6);
    }),
  );
});
