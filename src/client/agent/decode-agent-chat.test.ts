import { expect, test } from 'vitest';
import { decodeAgentChat, decodeAgentUser, decodeParticipants } from './decode-agent-chat.ts';

const customer = {
  id: 'p1',
  name: 'Ada',
  purpose: 'customer',
  state: 'connected',
  attributes: { 'context.email': 'ada@example.com', 'context.orderId': '77', 'ivr.DistributionGroup': 'q' },
  chats: [{ id: 'm1', state: 'connected' }],
};
const leg = (id: string, state: string, more: object = {}) => ({
  id,
  purpose: 'agent',
  userId: 'u1',
  state,
  startTime: '2026-11-22T10:00:00.000Z',
  chats: [{ id: `m-${id}`, state }],
  ...more,
});

test('of several legs of one agent the latest counts', () => {
  const wire = { id: 'c', participants: [customer, leg('p2', 'disconnected'), leg('p3', 'alerting')] };
  const chatWire = { id: 'c', participants: [{ id: 'p3', alertingTimeoutMs: 12_000, queue: { name: 'Support' } }] };

  const chat = decodeAgentChat(wire, chatWire, 'u1');

  expect(chat).toMatchObject({ state: 'offered', participantId: 'p3', memberId: 'm-p3', queueName: 'Support' });
  expect(chat?.offerMs).toBe(12_000);
  expect(chat?.visitor).toMatchObject({ email: 'ada@example.com', fields: [{ name: 'orderId', value: '77' }] });
});

test('a lost line is away, an end is left', () => {
  const presences = [{}, { endTime: '2026-11-22T10:05:00.000Z' }].map(
    (more) => decodeParticipants({ participants: [{ ...customer, state: 'disconnected', ...more }] })[0]?.presence,
  );

  expect(presences).toEqual(['away', 'left']);
});

test.each([
  ['nothing', undefined],
  ['a text', 'chat'],
  ['no participants', { id: 'c' }],
  ['somebody else', { id: 'c', participants: [customer, { ...leg('p2', 'connected'), userId: 'u2' }] }],
  ['no communication', { id: 'c', participants: [{ ...leg('p2', 'connected'), chats: [] }] }],
  ['holes', { id: 'c', participants: [null, 7, [], { purpose: 'agent' }] }],
])('%s is no chat of this agent', (_, wire) => {
  expect(decodeAgentChat(wire, wire, 'u1')).toBeUndefined();
});

test('whether somebody is on queue is told where the service tells it', () => {
  const known = (status: string) => decodeAgentUser({ id: 'u', name: 'Robin', routingStatus: { status } })?.isOnQueue;

  expect([known('ON_QUEUE'), known('IDLE'), known('OFF_QUEUE')]).toEqual([true, true, false]);
  expect(decodeAgentUser({ id: 'u' })).toEqual({
    id: 'u',
    name: 'u',
    isAdministrator: false,
    email: undefined,
    isOnQueue: undefined,
  });
  expect(decodeAgentUser({ name: 'Robin' })).toBeUndefined();
});
