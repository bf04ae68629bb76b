import { expect, test } from 'vitest';
import type { TranscriptEntry } from '../chat/model.ts';
import { countNews, moved, windowOf } from './line-window.ts';

const lines = (count: number): TranscriptEntry[] =>
  Array.from({ length: count }, (_, index) => line(`${index}`, 'agent'));

const line = (id: string, senderId: string) =>
  ({ viewId: id, senderId, kind: 'standard', body: id, at: 0, delivery: { state: 'sent' } }) as TranscriptEntry;

test('of ten thousand lines the newest sixty are shown, and at most 120 to a reader further up', () => {
  const entries = lines(10_000);

  expect(windowOf(entries, undefined)).toEqual({ from: 9_940, to: 10_000 });
  expect(windowOf(entries, '500')).toEqual({ from: 500, to: 620 });
});

test('the window moves up to the first line and down to the last one, overlapping itself', () => {
  const entries = lines(200);
  let first: string | undefined;
  const starts: (string | undefined)[] = [];
  for (let moves = 0; moves < 5; moves++) {
    first = moved(entries, windowOf(entries, first), -1) ?? first;
    starts.push(first);
  }

  expect(starts).toEqual(['100', '60', '20', '0', '0']);
  expect(moved(entries, windowOf(entries, '0'), 1)).toBe('40');
  expect(moved(entries, windowOf(entries, '100'), 1)).toBeUndefined();
});

test('older lines above move no window, and a chat that is gone shows its successor', () => {
  const older = [...lines(50).map(({ viewId }) => line(`old ${viewId}`, 'agent')), ...lines(200)];

  expect(windowOf(older, '20')).toEqual({ from: 70, to: 190 });
  expect(windowOf(lines(3), 'of another chat')).toEqual({ from: 0, to: 3 });
});

test('row 41: news are what others said after the line seen last', () => {
  const entries = [...lines(3), line('mine', 'me'), line('theirs', 'agent')];

  expect(countNews(entries, '1', 'me')).toBe(2);
  expect(countNews(entries, 'theirs', 'me')).toBe(0);
  expect(countNews(entries, 'of another chat', 'me')).toBe(0);
});
