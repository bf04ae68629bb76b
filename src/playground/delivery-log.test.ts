import { expect, test } from 'vitest';
import { createDeliveryLog, type SentMessage } from './delivery-log.ts';

const visitor = (...texts: string[]): SentMessage[] => texts.map((text) => ({ author: 'visitor', text }));
const agent = (...texts: string[]): SentMessage[] => texts.map((text) => ({ author: 'agent', text }));
const clean = { lost: 0, doubled: 0, swapped: 0, onTheWay: 0 };
const patience = 1_000;

test('equal ends count no fault, also with the same text sent twice', () => {
  const all = [...visitor('ok', 'ok'), ...agent('ok')];

  expect(createDeliveryLog().count({ written: visitor('ok', 'ok'), shown: all, committed: all }, 0, true)).toEqual(
    clean,
  );
});

test('a text is the same whatever a field or a line makes of its ends and line breaks', () => {
  const sight = { written: visitor('one\r\ntwo '), shown: visitor('one\ntwo'), committed: visitor('one\ntwo') };

  expect(createDeliveryLog().count(sight, 0, true)).toEqual(clean);
});

test.each([
  ['an agent’s message that is not shown', { written: [], shown: [], committed: agent('a') }],
  ['a visitor’s message that the service has not', { written: visitor('a'), shown: visitor('a'), committed: [] }],
  ['a visitor’s message that is gone from the chat', { written: visitor('a'), shown: [], committed: visitor('a') }],
  ['a visitor’s message that is nowhere any more', { written: visitor('a'), shown: [], committed: [] }],
])('%s is on its way first, and lost when it should have come', (_, sight) => {
  const log = createDeliveryLog(patience);

  expect(log.count(sight, 0, true)).toEqual({ ...clean, onTheWay: 1 });
  expect(log.count(sight, patience, true)).toEqual({ ...clean, lost: 1 });
});

test('while something is wrong nothing is lost yet, and what comes late was not lost', () => {
  const log = createDeliveryLog(patience);
  const sight = { written: [], shown: [], committed: agent('a') };

  expect(log.count(sight, 0, false)).toMatchObject({ onTheWay: 1 });
  expect(log.count(sight, 5_000, false)).toMatchObject({ lost: 0 });
  expect(log.count(sight, 5_999, true)).toMatchObject({ lost: 0 });
  expect(log.count({ ...sight, shown: agent('a') }, 9_000, true)).toEqual(clean);
  // Gone once more, it has all its time once more.
  expect(log.count(sight, 9_100, true)).toMatchObject({ lost: 0, onTheWay: 1 });
});

test.each([
  ['shown twice', { written: visitor('a'), shown: visitor('a', 'a'), committed: visitor('a') }],
  ['committed twice', { written: visitor('a'), shown: visitor('a'), committed: visitor('a', 'a') }],
  ['shown twice, of the agent’s', { written: [], shown: agent('b', 'b'), committed: agent('b') }],
  ['shown though nobody said it', { written: [], shown: agent('c'), committed: [] }],
])('what is %s is doubled', (_, sight) => {
  expect(createDeliveryLog().count(sight, 0, true)).toMatchObject({ doubled: 1 });
});

test('shown in another order than the service’s is swapped, and so is sent in another than written', () => {
  const committed = [...visitor('a', 'b'), ...agent('c')];
  const countSwapped = (written: SentMessage[], shown: SentMessage[]) =>
    createDeliveryLog().count({ written, shown, committed }, 0, true).swapped;

  expect(countSwapped(visitor('a', 'b'), [...visitor('a'), ...agent('c'), ...visitor('b')])).toBe(1);
  expect(countSwapped(visitor('b', 'a'), committed)).toBe(1);
  expect(countSwapped(visitor('a', 'b'), committed)).toBe(0);
  // The playground records an agent's message when it is written; the service alone decides its place among the visitor's.
  expect(countSwapped([...agent('c'), ...visitor('a', 'b')], committed)).toBe(0);
});
