// The real ones, taken before a test pretends others.
const { setTimeout: after, clearTimeout: cancel } = globalThis;

const defaultLimitMs = 15_000;

/**
 * Waits for `pending`, at most `limitMs` (15 s by default) of real time. Throws an error that says `what` never ended,
 * so that no teardown stands still without a name.
 */
export async function withinLimit<Value>(
  what: string,
  pending: PromiseLike<Value>,
  limitMs = defaultLimitMs,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = after(() => reject(new Error(`Waited ${limitMs / 1000} s in vain for ${what}`)), limitMs);
  });
  try {
    return await Promise.race([pending, tooLate]);
  } finally {
    cancel(timer);
  }
}
