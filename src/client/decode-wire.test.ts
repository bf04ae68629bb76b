import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from './decode-frame.ts';
import { decodeConversation, decodeList, decodeMediaRequest, decodeMember, decodeMessage } from './decode-wire.ts';

const at = '2020-08-05T13:09:49.546Z';
const message = {
  id: 'm1',
  conversation: { id: 'c', selfUri: '/api/v2/conversations/c' },
  sender: { id: 'u' },
  body: 'Hello',
  bodyType: 'standard',
  timestamp: at,
};
const frame = (type: string, eventBody: object) => ({
  topicName: 'v2.conversations.chats.c.messages',
  version: '2',
  eventBody: { conversation: { id: 'c' }, timestamp: at, ...eventBody },
  metadata: { CorrelationId: 'x', type },
});

describe('recorded shapes', () => {
  test('a message', () => {
    expect(decodeMessage({ ...message, seq: 4, idempotencyKey: 'k' })).toEqual({
      id: 'm1',
      senderId: 'u',
      kind: 'standard',
      body: 'Hello',
      at: Date.parse(at),
      seq: 4,
      key: 'k',
    });
    expect(decodeMessage(message)).toMatchObject({ seq: undefined, key: undefined });
  });

  test('a message of a kind nobody knows yet is a notice, so that lists keep their length', () => {
    expect(decodeMessage({ ...message, bodyType: 'reaction' })).toMatchObject({ kind: 'notice' });
    expect(decodeMessage({ ...message, bodyType: undefined })).toMatchObject({ kind: 'standard' });
  });

  test('a member, however the role is written', () => {
    const wire = { id: 'a', displayName: 'Ada', role: 'AGENT', state: 'CONNECTED' };

    expect(decodeMember(wire)).toEqual({
      id: 'a',
      role: 'agent',
      displayName: 'Ada',
      avatarUrl: undefined,
      presence: 'connected',
    });
    expect(decodeMember({ ...wire, role: 'acd' })).toMatchObject({ role: 'acd' });
    expect(decodeMember({ ...wire, state: 'ALERTING' })).toMatchObject({ presence: 'alerting' });
    expect(decodeMember({ ...wire, state: 'DISCONNECTED', leaveDate: null })).toMatchObject({ presence: 'away' });
    expect(decodeMember({ ...wire, state: 'DISCONNECTED', leaveDate: at })).toMatchObject({ presence: 'left' });
  });

  test('a created conversation, with and without capabilities', () => {
    const wire = { id: 'c', jwt: 't', eventStreamUri: 'wss://x/t', member: { id: 'u' } };

    expect(decodeConversation(wire, null)).toEqual({
      id: 'c',
      memberId: 'u',
      jwt: 't',
      eventStreamUri: 'wss://x/t',
      capabilities: { idempotencyKey: false, seq: false, poll: false },
    });
    expect(decodeConversation(wire, 'idempotency-key, seq, poll')?.capabilities).toEqual({
      idempotencyKey: true,
      seq: true,
      poll: true,
    });
    expect(decodeConversation({ ...wire, jwt: undefined }, null)).toBeUndefined();
  });

  test('a media request', () => {
    const wire = { id: 'r', types: ['COBROWSE', 'HOLOGRAM'], state: 'PENDING' };

    expect(decodeMediaRequest(wire)).toEqual({ id: 'r', types: ['COBROWSE'], state: 'PENDING' });
    expect(decodeMediaRequest({ ...wire, state: 'LOST' })).toBeUndefined();
  });

  test('a list keeps what can be understood', () => {
    expect(decodeList({ pageSize: 100, entities: [message, null, { id: 5 }] }, decodeMessage)).toHaveLength(1);
    expect(decodeList({ pageSize: 100 }, decodeMessage)).toBeUndefined();
  });
});

describe('frames', () => {
  test.each([
    [frame('message', { ...message }), { type: 'message', message: decodeMessage(message) }],
    [
      frame('message', { id: 'm2', sender: { id: 'a' }, body: '', bodyType: 'member-join' }),
      { type: 'message', message: { id: 'm2', senderId: 'a', kind: 'member-join', body: '', at: Date.parse(at) } },
    ],
    [
      frame('typing-indicator', { id: 't1', sender: { id: 'a' } }),
      { type: 'typing', senderId: 'a', at: Date.parse(at) },
    ],
    [
      frame('member-change', { member: { id: 'a', state: 'CONNECTED' } }),
      { type: 'member-change', memberId: 'a', state: 'CONNECTED', at: Date.parse(at) },
    ],
    [
      frame('media-request-change', { mediaRequest: { id: 'r', types: ['SCREENSHARE'], state: 'TIMEDOUT' } }),
      { type: 'media-request-change', mediaRequest: { id: 'r', types: ['SCREENSHARE'], state: 'TIMEDOUT' } },
    ],
    [
      { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat', seq: 9 } },
      { type: 'heartbeat', seq: 9 },
    ],
    [
      { topicName: 'channel.metadata', eventBody: { message: 'pong' } },
      { type: 'heartbeat', seq: undefined },
    ],
  ])('as recorded, number %#', (wire, event) => {
    expect(decodeFrame(wire, 'c')).toMatchObject(event);
  });

  test.each([
    ['of another conversation', frame('message', { ...message, conversation: { id: 'other' } })],
    ['without an id', frame('message', { ...message, id: undefined })],
    ['of an unknown type', frame('reaction', { ...message })],
    ['with an unknown state', frame('member-change', { member: { id: 'a', state: 'DANCING' } })],
    ['that are no object', 'hello'],
  ])('%s are nothing', (_, wire) => {
    expect(decodeFrame(wire, 'c')).toBeUndefined();
  });
});

test('nothing that can arrive makes a decoder throw', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.record(
      {
        topicName: fc.constantFrom('channel.metadata', 'v2.conversations.chats.c.messages'),
        metadata: fc.record({ type: fc.constantFrom('message', 'typing-indicator', 'member-change') }),
        eventBody: fc.record({ id: fc.jsonValue(), conversation: fc.constant({ id: 'c' }), sender: fc.jsonValue() }),
      },
      { requiredKeys: [] },
    ),
  );

  fc.assert(
    fc.property(anything, (wire) => {
      decodeFrame(wire, 'c');
      decodeList(wire, decodeMessage);
      decodeList({ entities: [wire] }, decodeMember);
      decodeList({ entities: [wire] }, decodeMediaRequest);
      decodeConversation(wire, JSON.stringify(wire));
    }),
  );
});
