import { expect, test } from 'vitest';
import { createBatcher } from './batcher.ts';

/** Records each batch at its start; the test ends it or makes it fail. */
function watched({ atMost = 3, atOnce = 1 } = {}) {
  const groups: { all: unknown[]; end(): void; fail(error: Error): void }[] = [];
  const gathering = createBatcher({
    atMost,
    atOnce,
    run: (all, resolveAll) =>
      new Promise((resolve, reject) => {
        const end = () => {
          resolveAll(all.map((one) => `${one} done`));
          resolve();
        };
        groups.push({ all, end, fail: reject });
      }),
  });
  return { groups, gathering };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('the first request runs at once, and requests that come meanwhile run in batches of a limited size', async () => {
  const { groups, gathering } = watched();
  const answers = ['a', 'b', 'c', 'd', 'e'].map((one) => gathering.submit(one));

  expect(groups.map(({ all }) => all)).toEqual([['a']]);
  groups[0]?.end();
  await turn();
  expect(groups.at(-1)?.all).toEqual(['b', 'c', 'd']);
  groups[1]?.end();
  await turn();
  groups[2]?.end();

  expect(await Promise.all(answers)).toEqual(['a done', 'b done', 'c done', 'd done', 'e done']);
});

test('a rejected batch rejects all its requests, and the next batch runs', async () => {
  const { groups, gathering } = watched();
  const first = gathering.submit('a');
  const second = gathering.submit('b');

  groups[0]?.fail(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await turn();
  groups[1]?.end();

  expect(await second).toBe('b done');
});
