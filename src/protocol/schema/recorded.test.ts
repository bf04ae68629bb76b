import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CreateWebChatConversationResponse } from './conversation.ts';
import { ErrorBody } from './error.ts';
import { Frame } from './frame.ts';
import { WebChatMemberInfo, WebChatMemberInfoEntityList } from './member.ts';
import { WebChatMessage, WebChatMessageEntityList, WebChatTyping } from './message.ts';

const at = '2020-08-05T13:09:49.546Z';
const conversation = { id: 'c', selfUri: '/api/v2/conversations/c' };
const message = {
  id: 'm',
  conversation,
  sender: { id: 'u' },
  body: 'Hello',
  bodyType: 'standard',
  timestamp: at,
  selfUri: '/api/v2/webchat/guest/conversations/c/messages/m',
};
const frame = (topic: string, type: string, eventBody: object) => ({
  topicName: `v2.conversations.chats.c.${topic}`,
  version: '2',
  eventBody,
  metadata: { CorrelationId: 'x', type },
});

test('recorded answers pass through unchanged', () => {
  const typing = { id: 't', conversation, sender: { id: 'u' }, timestamp: at };
  const created = { id: 'c', jwt: 'j', eventStreamUri: 'wss://chat.example/stream/j', member: { id: 'u' } };
  const member = { id: 'u', displayName: 'Ada', role: 'CUSTOMER', joinDate: at, state: 'CONNECTED', customFields: {} };

  expect(v.parse(WebChatMessage, message)).toEqual(message);
  expect(v.parse(WebChatTyping, typing)).toEqual(typing);
  expect(v.parse(CreateWebChatConversationResponse, created)).toEqual(created);
  expect(v.parse(WebChatMemberInfo, member)).toEqual(member);
  expect(v.parse(WebChatMemberInfo, { ...member, role: 'acd' }).role).toBe('ACD');
  expect(v.parse(WebChatMessageEntityList, { pageSize: 100, entities: [message] }).entities).toEqual([message]);
});

test('a member list carries its page links', () => {
  const page = '/api/v2/webchat/guest/conversations/c/members?pageSize=25&pageNumber=1';
  const list = { entities: [], pageSize: 25, pageNumber: 1, total: 0, pageCount: 0, firstUri: page, lastUri: page };

  expect(v.parse(WebChatMemberInfoEntityList, list)).toEqual(list);
});

test.each([
  ['message', frame('messages', 'message', { ...message, conversation: { id: 'c' }, selfUri: undefined })],
  ['join', frame('messages', 'message', { ...message, selfUri: undefined, body: '', bodyType: 'member-join' })],
  ['typing', frame('messages', 'typing-indicator', { id: 't', conversation, sender: { id: 'a' }, timestamp: at })],
  [
    'member change',
    frame('members', 'member-change', { conversation, member: { id: 'a', state: 'ALERTING' }, timestamp: at }),
  ],
  ['heartbeat', { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } }],
])('a recorded %s frame passes through unchanged', (_what, recorded) => {
  expect(v.parse(Frame, recorded)).toEqual(recorded);
});

test('our own frames and fields pass too (README 13 to 16)', () => {
  const ours = [
    frame('messages', 'message', { ...message, selfUri: undefined, seq: 3, idempotencyKey: 'k' }),
    frame('mediarequests', 'media-request-change', {
      conversation,
      mediaRequest: { id: 'r', types: ['COBROWSE'], state: 'PENDING' },
      timestamp: at,
    }),
    { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat', seq: 3 } },
  ];

  for (const sent of ours) expect(v.parse(Frame, sent)).toEqual(sent);
});

test.each([
  ['an unknown type', frame('messages', 'confetti', message)],
  ['a message without an id', frame('messages', 'message', { ...message, id: undefined })],
  ['a message without a sender', frame('messages', 'message', { ...message, sender: null })],
  ['no object', 'hello'],
])('%s is no frame', (_what, input) => {
  expect(v.safeParse(Frame, input).success).toBe(false);
});

test('the recorded error of a message before the stream was attached is an error body', () => {
  const recorded = {
    message: 'Conversation State',
    code: 'chat.error.conversation.state',
    status: 400,
    messageWithParams: 'Conversation State',
    messageParams: {},
    contextId: '0f7a',
    details: [],
    errors: [],
  };

  expect(v.parse(ErrorBody, recorded)).toEqual(recorded);
});
