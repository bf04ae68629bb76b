import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMessage, openChatDriver } from '../../testing/harness/chat-driver.ts';
import type { ChatAction } from './actions.ts';
import { reduce } from './reducer.ts';
import { entriesOf } from './selectors.ts';
import { createChatState } from './state.ts';

describe('malformed actions', () => {
  const texts = fc.constantFrom('k1', 'id-1', 'resync', 'outbox', '__proto__', '');
  const value = fc.oneof(fc.integer({ min: -1, max: 9 }), fc.double(), texts, fc.boolean());
  const message = fc.oneof(
    fc.record({ id: value, senderId: value, kind: value, body: value, at: value, seq: value, key: value }),
    fc.constant(null),
    fc.jsonValue(),
  );
  const types: ChatAction['type'][] = [
    ...([
      'began',
      'stream-opened',
      'stream-lost',
      'woke',
      'visibility',
      'received',
      'frame-dropped',
      'latest-seq',
    ] as const),
    ...(['listed', 'list-failed', 'written', 'retried', 'discarded', 'posted', 'post-failed'] as const),
    ...(['scrolled-to-oldest', 'timer-fired', 'resync-requested', 'ended'] as const),
  ];
  const action = fc.record({
    type: fc.oneof(fc.constantFrom<string>(...types), fc.string()),
    me: value,
    capabilities: fc.record({ idempotencyKey: fc.boolean(), seq: fc.boolean() }),
    isVisible: value,
    message,
    messages: fc.array(message, { maxLength: 4 }),
    seq: value,
    request: value,
    attempt: value,
    key: value,
    body: texts,
    at: value,
    timer: value,
    failure: fc.oneof(texts, fc.record({ type: fc.constantFrom('unknown', 'wait', 'over', ''), waitMs: value })),
  });

  test('never make the reducer throw', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30, size: 'max' }), (actions) => {
        let state = createChatState();
        for (const garbage of actions) state = reduce(state, garbage as unknown as ChatAction, 0).state;
        entriesOf(state, 'me');
      }),
      { numRuns: 1_000 },
    );
  });

  test('three thousand messages cost little more than copying their list each time', () => {
    const floorMs = copyingMs(3_000);
    const chat = openChatDriver();
    const startedAt = performance.now();

    for (let index = 0; index < 3_000; index++) chat.dispatch({ type: 'received', message: createMessage('m') });
    chat.log.push(...Array.from({ length: 50 }, () => createMessage('listed')));
    chat.dispatch({ type: 'resync-requested' });
    chat.answerLists();

    expect(entriesOf(chat.state(), 'me')).toHaveLength(3_050);
    expect((performance.now() - startedAt) / floorMs).toBeLessThan(40);
  });
});

/** What an immutable list of so many messages costs at the least, on this machine and now. */
function copyingMs(count: number): number {
  const startedAt = performance.now();
  let list: object[] = [];
  for (let index = 0; index < count; index++) list = [...list, { index }];
  return (performance.now() - startedAt) / (list.length / count);
}
