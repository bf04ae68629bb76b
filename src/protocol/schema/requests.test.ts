import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CreateWebChatConversationRequest } from './conversation.ts';
import { UpdateMediaRequest } from './media-request.ts';
import { CreateWebChatMessageRequest, IdempotencyKey } from './message.ts';
import { MemberQuery, MessageQuery } from './page.ts';

const request = {
  organizationId: '8b4e9b7c-0d4a-4a44-9d0c-0d2f0f1a4c11',
  deploymentId: '5e7a0c1e-4a52-4ad8-8f42-8a9d31b7f0aa',
  routingTarget: { targetType: 'QUEUE', targetAddress: 'Support' },
  memberInfo: { displayName: 'Ada' },
};
const withMember = (memberInfo: object) => ({ ...request, memberInfo: { displayName: 'Ada', ...memberInfo } });
const created = (input: unknown) => v.parse(CreateWebChatConversationRequest, input);
const sent = (input: unknown) => v.parse(CreateWebChatMessageRequest, input);
const refuses = (schema: v.GenericSchema, input: unknown) => !v.safeParse(schema, input).success;

test('the shortest request to create is taken', () => {
  expect(created(request)).toEqual({
    ...request,
    routingTarget: { ...request.routingTarget, skills: [], priority: 0 },
    memberInfo: { displayName: 'Ada', customFields: {} },
  });
});

test('what real clients send wrong is taken (README 9)', () => {
  const lowerCase = created({ ...request, routingTarget: { targetType: 'queue', targetAddress: 'Support' } });
  const oldName = created(withMember({ profileImageUrl: 'https://site.example/ada.png', role: 'CUSTOMER' }));
  const nulls = created({ ...withMember({ email: null, customFields: null }), journeyContext: null });

  expect(lowerCase.routingTarget.targetType).toBe('QUEUE');
  expect(oldName.memberInfo).toEqual({
    displayName: 'Ada',
    avatarImageUrl: 'https://site.example/ada.png',
    customFields: {},
  });
  expect(nulls.memberInfo).toEqual({ displayName: 'Ada', customFields: {} });
});

test('an avatar that is no web address is left out', () => {
  expect(created(withMember({ avatarImageUrl: 'javascript:alert(1)' })).memberInfo.avatarImageUrl).toBeUndefined();
});

test('custom fields are kept as text, twenty of them, 256 units each', () => {
  const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'x']));

  expect(created(withMember({ customFields: { order: 77, vip: true } })).memberInfo.customFields).toEqual({
    order: '77',
    vip: 'true',
  });
  expect(created(withMember({ customFields: fields(20) }))).toBeTruthy();
  expect(refuses(CreateWebChatConversationRequest, withMember({ customFields: fields(21) }))).toBe(true);
  expect(refuses(CreateWebChatConversationRequest, withMember({ customFields: { a: 'x'.repeat(257) } }))).toBe(true);
});

test('a field named __proto__ pollutes nothing', () => {
  const info = JSON.parse('{"__proto__": "polluted", "order": "77"}');

  expect(Object.keys(created(withMember({ customFields: info })).memberInfo.customFields)).toEqual(['order']);
});

test.each([
  ['no body at all', undefined],
  ['a malformed deployment id', { ...request, deploymentId: 'demo' }],
  ['no routing target', { ...request, routingTarget: null }],
  ['another kind of target', { ...request, routingTarget: { targetType: 'USER', targetAddress: 'Support' } }],
  ['an empty name', withMember({ displayName: '' })],
  ['a name with NUL', withMember({ displayName: 'A\u0000' })],
  ['a journey without its customer', { ...request, journeyContext: {} }],
])('a request to create with %s is refused', (_what, input) => {
  expect(refuses(CreateWebChatConversationRequest, input)).toBe(true);
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['the literal of the documentation', 'standard | notice'],
  ['another case', 'STANDARD'],
])('a body type of %s means standard (README 10)', (_what, bodyType) => {
  expect(sent({ body: 'Hello', bodyType })).toEqual({ body: 'Hello', bodyType: 'standard' });
});

test.each(['member-join', 'member-leave', 'media-request', 'shout', 7])(
  'nobody sends a body type of %s',
  (bodyType) => {
    expect(refuses(CreateWebChatMessageRequest, { body: 'Hello', bodyType })).toBe(true);
  },
);

test('a body has 1 to 4000 UTF-16 units, blanks included, and whole characters only', () => {
  expect(sent({ body: '👍'.repeat(2000) }).body).toHaveLength(4000);
  expect(sent({ body: ' ' }).body).toBe(' ');
  expect(sent({ body: 'cut \ud83d' }).body).toBe('cut \ufffd');
  for (const body of ['', 'x'.repeat(4001), 'a\u0000b', 7, null, undefined]) {
    expect(refuses(CreateWebChatMessageRequest, { body })).toBe(true);
  }
});

test('a message query defaults to the first hundred, ascending', () => {
  expect(v.parse(MessageQuery, {})).toEqual({ sortOrder: 'ascending', maxResults: 100 });
  expect(v.parse(MessageQuery, { sortOrder: 'Descending', maxResults: '1' })).toEqual({
    sortOrder: 'descending',
    maxResults: 1,
  });
  for (const maxResults of ['0', '101', '-1', '1e2', '', 'NaN', '1000000000000']) {
    expect(refuses(MessageQuery, { maxResults })).toBe(true);
  }
  expect(refuses(MessageQuery, { sortOrder: 'sideways' })).toBe(true);
  expect(refuses(MessageQuery, { after: 'x'.repeat(300) })).toBe(true);
});

test('a member query defaults to the first page of 25, everybody', () => {
  expect(v.parse(MemberQuery, {})).toEqual({ pageSize: 25, pageNumber: 1, excludeDisconnectedMembers: false });
  expect(v.parse(MemberQuery, { excludeDisconnectedMembers: 'true' }).excludeDisconnectedMembers).toBe(true);
});

test('a guest accepts, declines or reports an error, and nothing else', () => {
  expect(v.parse(UpdateMediaRequest, { types: ['COBROWSE'], state: 'ACCEPTED' }).state).toBe('ACCEPTED');
  for (const state of ['PENDING', 'TIMEDOUT', 'CANCELLED', '', null]) {
    expect(refuses(UpdateMediaRequest, { types: ['COBROWSE'], state })).toBe(true);
  }
});

test('an idempotency key is visible ASCII', () => {
  expect(v.parse(IdempotencyKey, '3f0e-1')).toBe('3f0e-1');
  for (const key of ['', 'two words', 'ü', 'x'.repeat(129)]) expect(refuses(IdempotencyKey, key)).toBe(true);
});
