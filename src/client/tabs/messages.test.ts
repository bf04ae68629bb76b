import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage, type TabMessage } from './messages.ts';

const conversation = {
  id: 'c',
  memberId: 'me',
  jwt: 'token',
  eventStreamUri: 'wss://chat.example/',
  capabilities: { idempotencyKey: true, seq: true },
};
const text = { key: 'k', conversation: 'c', body: 'Hello', at: 1, attempt: 0, progress: { state: 'queued' } } as const;
const messages: TabMessage[] = [
  { type: 'ask' },
  { type: 'forget' },
  { type: 'chat', chat: { conversation, startedAt: 1, seenAt: 2, guest: { displayName: 'Gina' } } },
  { type: 'outbox', texts: [text] },
  { type: 'outbox', texts: [], of: 'another' },
  { type: 'stream', conversationId: 'c', note: { type: 'open' } },
  { type: 'stream', conversationId: 'c', note: { type: 'event', event: { type: 'heartbeat', seq: 3 } } },
];

test.each(messages)('what is said is understood: $type', (message) => {
  expect(decodeMessage(structuredClone(encodeMessage(message, 'tab')))).toEqual({ message, from: 'tab' });
});

test('an empty question is no empty chat [L1]', () => {
  expect(decodeMessage({ note: '', from: 'old' })).toEqual({ message: { type: 'ask' }, from: 'old' });
});

test('pages of the version before are understood where they forget or hand over a chat', () => {
  const kept = { version: 1, conversation, outbox: [text], guest: {}, isOpen: false, seenAt: 4, draft: '' };

  expect(decodeMessage({ note: 'forget', from: 'old' })?.message).toEqual({ type: 'forget' });
  expect(decodeMessage({ note: JSON.stringify(kept), from: 'old' })?.message).toMatchObject({
    type: 'chat',
    chat: { conversation, seenAt: 4 },
  });
  expect(decodeMessage({ note: { stream: 'c', type: 'open' }, from: 'old' })).toBeUndefined();
});

test('pages of the version before read a note, or nothing', () => {
  const notes = messages.map((message) => (encodeMessage(message, 'tab') as { note: unknown }).note);

  expect(notes).toEqual(['', 'forget', undefined, undefined, undefined, undefined, undefined]);
});

test('a message of a version to come is ignored', () => {
  expect(decodeMessage({ version: 3, message: { type: 'ask' }, from: 'new' })).toBeUndefined();
});

test('whatever else is posted there means nothing, and never throws', () => {
  const anyEnvelope = fc.record({
    version: fc.constantFrom(2, undefined),
    from: fc.constant('x'),
    message: fc.anything(),
  });
  const anyMessage = fc.record({
    type: fc.constantFrom('chat', 'outbox', 'stream'),
    chat: fc.anything(),
    texts: fc.anything(),
  });

  fc.assert(fc.property(fc.anything(), (data) => void decodeMessage(data)));
  fc.assert(fc.property(anyEnvelope, (data) => decodeMessage(data) === undefined));
  fc.assert(
    fc.property(anyMessage, (message) => {
      const decoded = decodeMessage({ version: 2, from: 'x', message })?.message;
      return decoded === undefined || (decoded.type === 'outbox' && decoded.texts.length === 0);
    }),
  );
});
