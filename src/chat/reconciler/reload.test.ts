import { describe, expect, test } from 'vitest';
import { createChatDriver, createMessage, openChatDriver } from '../../testing/harness/chat-driver.ts';

const mine = (body: string) => createMessage(body, { senderId: 'me' });

describe('a reload', () => {
  test('row 40: sends what was left queued', () => {
    const before = createChatDriver();
    before.write('k1');

    const chat = openChatDriver({ outbox: before.saved() });

    expect(chat.post()).toMatchObject({ key: 'k1', attempt: 1 });
  });

  test('treats a text in flight as unconfirmed, and lists from where it was posted', () => {
    const log = [createMessage('hello')];
    const before = openChatDriver({ log });
    before.write('k1');
    log.push(mine('k1'), ...Array.from({ length: 9 }, (_, index) => createMessage(`m${index}`)));

    const chat = openChatDriver({ log, outbox: before.saved(), pageSize: 2 });

    expect(chat.deliveries().slice(0, 2)).toEqual(['hello: sent', 'k1: sent']);
    expect(chat.posts()).toEqual([]);
  });

  test('lists from the oldest failed text too: its message may be committed, above the newest page', () => {
    const log = [createMessage('hello')];
    const before = openChatDriver({ log });
    before.write('k1');
    before.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'unknown' } });
    before.later(31_000);
    before.answerLists();
    before.dispatch({ type: 'timer-fired', timer: 'outbox' });
    before.answerLists();
    expect(before.deliveries()).toEqual(['hello: sent', 'k1: failed']);
    log.push(mine('k1'), createMessage('m1'), createMessage('m2'), createMessage('m3'));

    const chat = openChatDriver({ log, outbox: before.saved(), pageSize: 2 });

    expect(chat.deliveries().slice(0, 2)).toEqual(['hello: sent', 'k1: sent']);
  });

  test('finds no saved outbox once all is confirmed', () => {
    const chat = openChatDriver();
    chat.write('k1');
    expect(chat.saved()).toHaveLength(1);

    chat.dispatch({ type: 'posted', key: 'k1', attempt: 1, message: mine('k1') });

    expect(chat.saved()).toEqual([]);
  });
});
