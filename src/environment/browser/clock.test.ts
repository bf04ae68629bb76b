import { expect, test } from 'vitest';
import { browserClock } from './clock.ts';
import { browserRandom } from './random.ts';

test('a task runs once after its delay, unless it was cancelled', async () => {
  const ran: string[] = [];

  browserClock.after(1, () => ran.push('kept'));
  const cancel = browserClock.after(1, () => ran.push('cancelled'));
  cancel();
  await new Promise<void>((resolve) => {
    browserClock.after(5, resolve);
  });

  expect(ran).toEqual(['kept']);
});

test('ids are UUIDs of version 4, and never the same', () => {
  const ids = Array.from({ length: 1_000 }, () => browserRandom.id());

  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});
