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
  { type: 'taken', keys: ['k'] },
  { type: 'stream', conversationId: 'c', note: { type: 'open' } },
  { type: 'stream', conversationId: 'c', note: { type: 'event', event: { type: 'heartbeat', seq: 3 } } },
];

test.each(messages)('what is said is understood: $type', (message) => {
  expect(decodeMessage(structuredClone(encodeMessage(message, 'tab')))).toEqual({ message, from: 'tab' });
});

test.each(['', 'forget', '{"version":1,"outbox":[]}', { stream: 'c', type: 'open' }])(
  'what a page of the version before says is no empty chat and no question: %j',
  (note) => expect(decodeMessage({ note, from: 'old' })).toBeUndefined(),
);

test('a page of the version before finds no note to read', () => {
  for (const message of messages) expect(Object(encodeMessage(message, 'tab')).note).toBeUndefined();
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
