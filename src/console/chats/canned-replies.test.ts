import { expect, test } from 'vitest';
import { fillReply, findReplies, findSlash } from './canned-replies.ts';

const reply = (shortcut: string, body: string) => ({ id: shortcut, shortcut, body, version: 1 });

test('a slash asks for a reply at the beginning and behind white space, and nowhere else', () => {
  expect(findSlash('/', 1)).toEqual({ start: 0, word: '' });
  expect(findSlash('Hello /hi and more', 9)).toEqual({ start: 6, word: 'hi' });
  expect(findSlash('one\n/größe', 10)).toEqual({ start: 4, word: 'größe' });
  for (const text of ['and/or', 'https://a', '/hi there', '//', 'plain', '']) {
    expect(findSlash(text, text.length), text).toBeUndefined();
  }
});

test('replies are found by their name before their text, without case and accents', () => {
  const replies = [reply('bye', 'Until later'), reply('late', 'We are sorry'), reply('Später', 'Later, then')];

  expect(findReplies(replies, 'late').map(({ id }) => id)).toEqual(['late', 'bye', 'Später']);
  expect(findReplies(replies, 'spat').map(({ id }) => id)).toEqual(['Später']);
  expect(findReplies(replies, 'SPÄT').map(({ id }) => id)).toEqual(['Später']);
  const called = [reply('x', 'A late one'), reply('too-late', 'Sorry'), reply('later', 'Until then')];
  expect(findReplies(called, 'late').map(({ id }) => id)).toEqual(['later', 'too-late', 'x']);
  expect(findReplies(replies, '')).toHaveLength(3);
  expect(findReplies(replies, 'nothing of it')).toEqual([]);
  expect(
    findReplies(
      Array.from({ length: 40 }, (_, index) => reply(`r${index}`, 'x')),
      'r',
    ),
  ).toHaveLength(8);
});

test('who is meant is filled in as it is, whatever it is', () => {
  const who = { name: '$& {agent}', agent: 'Robin' };

  expect(fillReply('Hello {name}, {agent} here. {other}', who)).toBe('Hello $& {agent}, Robin here. {other}');
});
