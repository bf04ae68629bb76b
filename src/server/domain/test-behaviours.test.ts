import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Message } from './records.ts';
import { answerDelayMs, type Behaviour, behaviours, nextBotActions } from './test-behaviours.ts';

const message = (seq: number, sender_id: string, change: Partial<Message> = {}): Message => ({
  conversation_id: 'c',
  seq,
  id: `${sender_id} ${seq}`,
  sender_id,
  body: `text ${seq}`,
  body_type: 'standard',
  sent_at: seq,
  idempotency_key: null,
  ...change,
});

const actions = (behaviour: Behaviour, messages: Message[], now = answerDelayMs + 100) =>
  nextBotActions({ behaviour, guestId: 'guest', messages, maxBodyLength: 4000 }, now);

test('an answered message is not answered again, also by another process', () => {
  const answered = [message(1, 'guest'), message(2, 'agent', { idempotency_key: 'guest 1' })];

  expect(actions('answers', answered)).toEqual([]);
  expect(actions('answers', [...answered, message(3, 'guest')])).toEqual([
    { kind: 'say', body: 'You wrote: text 3', key: 'guest 3' },
  ]);
});

test('comings and goings are not answered', () => {
  expect(actions('answers', [message(1, 'guest', { body: '', body_type: 'member-leave' })])).toEqual([]);
});

test('a new message is answered after a delay, and none after it is answered before', () => {
  const texts = [message(1, 'guest'), message(answerDelayMs, 'guest')];

  expect(actions('answers', texts)).toEqual([
    { kind: 'say', body: 'You wrote: text 1', key: 'guest 1' },
    { kind: 'type', about: `guest ${answerDelayMs}` },
  ]);
  expect(actions('answers', [...texts, message(answerDelayMs + 1, 'guest')])).toEqual(actions('answers', texts));
});

test('of two messages at once, a dropping agent answers the first and goes at the second', () => {
  expect(actions('drops', [message(1, 'guest'), message(2, 'guest')]).map(({ kind }) => kind)).toEqual([
    'say',
    'leave',
  ]);
});

test('the page about them documents each and no other', () => {
  const page = readFileSync(new URL('../../../docs/test-deployments.md', import.meta.url), 'utf8');

  expect([...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual([...behaviours]);
});
