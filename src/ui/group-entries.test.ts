import { expect, test } from 'vitest';
import type { TranscriptEntry } from '../chat/model.ts';
import { groupEntries } from './group-entries.ts';

const noon = new Date(2026, 10, 22, 12).getTime();

function entry(senderId: string, minutes: number, kind: TranscriptEntry['kind'] = 'standard'): TranscriptEntry {
  const viewId = `${senderId} ${minutes}`;
  const at = noon + minutes * 60_000;
  return { viewId, messageId: viewId, senderId, kind, body: '', at, delivery: { state: 'sent' } };
}

/** `[` opens a group, `]` closes it, `|` opens a day. */
const drawn = (entries: TranscriptEntry[]) =>
  groupEntries(entries)
    .map(
      ({ opensDay, opensGroup, closesGroup }) =>
        (opensDay ? '|' : '') + (opensGroup ? '[' : '') + (closesGroup ? ']' : ''),
    )
    .join(' ');

test('what one person says within two minutes is one group', () => {
  expect(drawn([entry('ada', 0), entry('ada', 1), entry('ada', 2)])).toBe('|[  ]');
});

test('two minutes, another person and another kind each end a group', () => {
  const entries = [entry('ada', 0), entry('ada', 2), entry('me', 3), entry('me', 3.5, 'member-leave')];

  expect(drawn(entries)).toBe('|[] [] [] []');
});

test('a new day opens a group, however short the night', () => {
  expect(drawn([entry('ada', 719.5), entry('ada', 720.5)])).toBe('|[] |[]');
});

test('nothing is nothing', () => {
  expect(groupEntries([])).toEqual([]);
});
