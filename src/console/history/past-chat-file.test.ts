import { expect, test } from 'vitest';
import type { Message } from '../../chat/model.ts';
import type { PastChatText } from '../../client/agent/history-port.ts';
import { buildTranscript, pastChatFormats } from './past-chat-file.ts';

const people = new Map([
  ['v', { name: 'Ada', isVisitor: true }],
  ['a', { name: 'Robin', isVisitor: false }],
  ['nameless', { name: '', isVisitor: false }],
]);
const chat = {
  id: 'c1',
  visitor: { name: 'Ada' },
  people,
  notes: [{ id: 'n', at: 3, by: 'Robin', body: 'Only for colleagues' }],
} as unknown as PastChatText;
const message = (kind: Message['kind'], senderId: string, body = ''): Message => ({
  id: `${kind} ${senderId}`,
  senderId,
  kind,
  body,
  at: Date.parse('2026-11-23T10:00:00Z'),
  seq: undefined,
  key: undefined,
});
const messages = [
  message('member-join', 'a'),
  message('standard', 'v', '<b>Hello</b>'),
  message('standard', 'a', 'Hello Ada'),
  message('standard', 'nameless', 'Me too'),
  message('media-request', 'a'),
  message('notice', 'a', 'Are you there?'),
  message('member-leave', 'a'),
];
const reader = { locale: 'en', direction: 'ltr', now: Date.parse('2026-11-24T10:00:00Z') } as const;

test('a copy says who said what, and what happened in words', () => {
  const { title, conversationId, savedAt, lines } = buildTranscript(chat, messages, reader);

  expect([title, conversationId, savedAt]).toEqual(['Ada', 'c1', reader.now]);
  expect(lines.map(({ role, from, text }) => [role, from, text])).toEqual([
    ['system', '', 'Robin joined'],
    ['visitor', 'Ada', '<b>Hello</b>'],
    ['agent', 'Robin', 'Hello Ada'],
    ['agent', 'Someone', 'Me too'],
    ['system', '', 'Robin asked to share'],
    ['system', '', 'Are you there?'],
    ['system', '', 'Robin left'],
  ]);
});

test.each(['txt', 'html', 'json'] as const)('a copy as %s holds all that was said, and no private note', (kind) => {
  const written = pastChatFormats[kind].write(buildTranscript(chat, messages, reader));

  for (const text of ['Hello Ada', 'Me too', 'Are you there?']) expect(written).toContain(text);
  expect(written).not.toContain('Only for colleagues');
  expect(written.includes('<b>Hello</b>')).toBe(kind !== 'html');
});
