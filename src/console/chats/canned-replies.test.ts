import { expect, test } from 'vitest';
import { filled, matching, slashAt } from './canned-replies.ts';

const reply = (shortcut: string, body: string) => ({ id: shortcut, shortcut, body, version: 1 });

test('a slash asks for a reply at the beginning and behind white space, and nowhere else', () => {
  expect(slashAt('/', 1)).toEqual({ start: 0, word: '' });
  expect(slashAt('Hello /hi and more', 9)).toEqual({ start: 6, word: 'hi' });
  expect(slashAt('one\n/größe', 10)).toEqual({ start: 4, word: 'größe' });
  for (const text of ['and/or', 'https://a', '/hi there', '//', 'plain', '']) {
    expect(slashAt(text, text.length), text).toBeUndefined();
  }
});

test('replies are found by their name before their text, without case and accents', () => {
  const replies = [reply('bye', 'Until later'), reply('late', 'We are sorry'), reply('Später', 'Later, then')];

  expect(matching(replies, 'late').map(({ id }) => id)).toEqual(['late', 'bye', 'Später']);
  expect(matching(replies, 'spat').map(({ id }) => id)).toEqual(['Später']);
  expect(matching(replies, 'SPÄT').map(({ id }) => id)).toEqual(['Später']);
  const called = [reply('x', 'A late one'), reply('too-late', 'Sorry'), reply('later', 'Until then')];
  expect(matching(called, 'late').map(({ id }) => id)).toEqual(['later', 'too-late', 'x']);
  expect(matching(replies, '')).toHaveLength(3);
  expect(matching(replies, 'nothing of it')).toEqual([]);
  expect(
    matching(
      Array.from({ length: 40 }, (_, index) => reply(`r${index}`, 'x')),
      'r',
    ),
  ).toHaveLength(8);
});

test('who is meant is filled in as it is, whatever it is', () => {
  const who = { name: '$& {agent}', agent: 'Robin' };

  expect(filled('Hello {name}, {agent} here. {other}', who)).toBe('Hello $& {agent}, Robin here. {other}');
});
