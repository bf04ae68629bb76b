import { describe, expect, test } from 'vitest';
import { createChatDriver, createMessage, openChatDriver } from '../../testing/harness/chat-driver.ts';
import { entriesOf } from './selectors.ts';

const mine = (body: string, key?: string) => createMessage(body, { senderId: 'me', key });

describe('sending', () => {
  test('waits for the first catch-up on an open stream', () => {
    const chat = createChatDriver();
    chat.write('k1');
    chat.begin();
    expect(chat.posts()).toEqual([]);

    chat.dispatch({ type: 'stream-opened' });
    expect(chat.posts()).toEqual([]);
    chat.answerLists();

    expect(chat.posts()).toEqual([{ type: 'post', key: 'k1', attempt: 1, body: 'k1' }]);
  });

  test('waits for the stream even where a catch-up succeeded without it, or was interrupted', () => {
    const chat = createChatDriver({ isOurs: true });
    chat.write('k1');
    chat.begin();
    chat.dispatch({ type: 'resync-requested' });
    chat.answerLists();
    chat.dispatch({ type: 'stream-lost' });
    chat.answerLists();
    expect(chat.posts()).toEqual([]);

    const cut = createChatDriver({ isOurs: true });
    cut.write('k1');
    cut.begin();
    cut.dispatch({ type: 'stream-opened' });
    cut.dispatch({ type: 'stream-lost' });
    expect(cut.posts()).toEqual([]);
  });

  test('goes on during an outage with a key, and waits for the stream without', () => {
    const [ours, plain] = [openChatDriver({ isOurs: true }), openChatDriver()];

    for (const chat of [ours, plain]) {
      chat.dispatch({ type: 'stream-lost' });
      chat.write('k1');
    }

    expect(ours.posts()).toHaveLength(1);
    expect(plain.posts()).toEqual([]);
  });

  test('saves the outbox before it posts', () => {
    const chat = openChatDriver();

    const effects = chat.write('k1').map(({ type }) => type);

    expect(effects).toEqual(['save-outbox', 'post', 'set-timer']);
  });

  test('is one at a time, in the order written', () => {
    const chat = openChatDriver();
    chat.write('k1');
    chat.write('k2');
    expect(chat.posts().map(({ key }) => key)).toEqual(['k1']);

    chat.dispatch({ type: 'posted', key: 'k1', attempt: 1, message: mine('k1') });

    expect(chat.posts().map(({ key }) => key)).toEqual(['k1', 'k2']);
    expect(chat.deliveries()).toEqual(['k1: sent', 'k2: sending']);
  });

  test('takes a key once', () => {
    const chat = createChatDriver();

    chat.write('k1', 'first');
    chat.write('k1', 'second');

    expect(chat.bodies()).toEqual(['first']);
  });

  test('keeps the view id from the first keystroke to the committed message', () => {
    const chat = openChatDriver();
    chat.write('k1');

    const message = mine('k1');
    chat.dispatch({ type: 'posted', key: 'k1', attempt: 1, message });
    chat.log.push(message);
    chat.dispatch({ type: 'resync-requested' });
    chat.answerLists();

    expect(entriesOf(chat.state(), 'me')).toMatchObject([{ viewId: 'k1', messageId: message.id }]);
  });

  test('an echo before the answer is taken for the text, and never shown beside it', () => {
    const chat = openChatDriver();
    chat.write('k1', 'Fish & chips');

    chat.dispatch({ type: 'received', message: mine(' Fish &amp; chips\r\n') });

    expect(entriesOf(chat.state(), 'me')).toHaveLength(1);
    expect(entriesOf(chat.state(), 'me')[0]).toMatchObject({ viewId: 'k1', delivery: { state: 'sent' } });
  });

  test('a message that was there before the text is no echo of it, however often it comes', () => {
    const chat = openChatDriver();
    const message = mine('hi');
    chat.dispatch({ type: 'received', message });
    chat.write('k1', 'hi');

    chat.dispatch({ type: 'received', message });
    chat.log.push(message);
    chat.dispatch({ type: 'resync-requested' });
    chat.answerLists();

    expect(chat.deliveries()).toEqual(['hi: sent', 'hi: sending']);
  });

  test.each(['member-join', 'member-leave', 'media-request'] as const)('an own %s is no echo', (kind) => {
    const chat = openChatDriver();
    chat.write('k1', 'hi');

    const message = { ...mine('hi'), kind };
    chat.log.push(message);
    chat.dispatch({ type: 'received', message });
    chat.answerLists();

    expect(chat.deliveries()).toEqual(['hi: sent', 'hi: sending']);
  });

  test('with keys only the key identifies an echo', () => {
    const chat = openChatDriver({ isOurs: true });
    chat.write('k1', 'hi');

    const elsewhere = mine('hi', 'from another tab');
    chat.log.push(elsewhere);
    chat.dispatch({ type: 'received', message: elsewhere });
    chat.answerLists();
    expect(chat.deliveries()).toEqual(['hi: sent', 'hi: sending']);

    chat.dispatch({ type: 'received', message: mine('hi', 'k1') });
    expect(chat.deliveries()).toEqual(['hi: sent', 'hi: sent']);
  });

  test('where the answer names another message than the echo, the answer wins', () => {
    const chat = openChatDriver();
    chat.write('k1', 'hi');
    chat.dispatch({ type: 'received', message: mine('hi', 'of another tab') });
    const other = entriesOf(chat.state(), 'me')[0]?.messageId ?? '';

    const message = mine('hi');
    chat.dispatch({ type: 'posted', key: 'k1', attempt: 1, message });

    const names = entriesOf(chat.state(), 'me').map(({ viewId, messageId }) => [viewId, messageId]);
    expect(names).toEqual([
      [other, other],
      ['k1', message.id],
    ]);
  });

  test('an own echo that stays away causes a resync', () => {
    const chat = openChatDriver();
    chat.write('k1');

    chat.dispatch({ type: 'posted', key: 'k1', attempt: 1, message: mine('k1') });

    expect(chat.timer('resync')).toMatchObject({ delayMs: 2_000 });
  });

  test('an own echo after the answer cancels that resync', () => {
    const chat = openChatDriver();
    chat.write('k1');
    const message = mine('k1');
    chat.dispatch({ type: 'posted', key: 'k1', attempt: 1, message });

    chat.dispatch({ type: 'received', message });

    expect(chat.timer('resync')).toMatchObject({ delayMs: 60_000 });
  });

  test.each([
    ['with a key the echo is proof, and the next text goes out', true, ['k1', 'k2']],
    ['without one the next text waits for the answer', false, ['k1']],
  ])('%s', (_, isOurs, posted) => {
    const chat = openChatDriver({ isOurs });
    chat.write('k1');
    chat.write('k2');

    chat.dispatch({ type: 'received', message: mine('k1', 'k1') });

    expect(chat.posts().map(({ key }) => key)).toEqual(posted);
  });
});

describe('a post without a message', () => {
  test('is repeated no sooner than the service allows, before anything else', () => {
    const chat = openChatDriver();
    chat.write('k1');
    chat.write('k2');

    chat.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'wait', waitMs: 3_000 } });

    expect(chat.timer('outbox')).toMatchObject({ delayMs: 3_750, spread: 0.2 });
    expect(chat.posts()).toHaveLength(1);
    chat.dispatch({ type: 'timer-fired', timer: 'outbox' });
    expect(chat.posts().map(({ key, attempt }) => [key, attempt])).toEqual([
      ['k1', 1],
      ['k1', 2],
    ]);
  });

  test('fails where it was rejected, and the queue goes on', () => {
    const chat = openChatDriver();
    chat.write('k1');
    chat.write('k2');

    chat.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'rejected' } });

    expect(chat.deliveries()).toEqual(['k1: failed', 'k2: sending']);
  });

  test('ends the chat where the conversation is over', () => {
    const chat = openChatDriver();
    chat.write('k1');
    chat.write('k2');

    chat.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'over' } });

    expect(chat.deliveries()).toEqual(['k1: failed', 'k2: failed']);
    expect(chat.posts()).toHaveLength(1);
  });

  test('is unconfirmed after ten seconds; with a key it is posted again', () => {
    const chat = openChatDriver({ isOurs: true });
    chat.write('k1');
    expect(chat.timer('outbox')).toMatchObject({ delayMs: 10_000 });

    chat.dispatch({ type: 'timer-fired', timer: 'outbox' });
    expect(chat.deliveries()).toEqual(['k1: sending']);
    expect(chat.timer('outbox')).toMatchObject({ delayMs: 500 });
    chat.dispatch({ type: 'timer-fired', timer: 'outbox' });

    expect(chat.post()).toMatchObject({ key: 'k1', attempt: 2 });
  });

  test('unconfirmed with a key is posted again at once where the connection may be better', () => {
    const chat = openChatDriver({ isOurs: true });
    chat.write('k1');
    chat.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'unknown' } });

    chat.dispatch({ type: 'woke' });

    expect(chat.post()).toMatchObject({ key: 'k1', attempt: 2 });
  });

  test('does not affect a later post of the same text', () => {
    const chat = openChatDriver({ isOurs: true });
    chat.write('k1');
    chat.dispatch({ type: 'timer-fired', timer: 'outbox' });
    chat.dispatch({ type: 'timer-fired', timer: 'outbox' });

    chat.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'rejected' } });

    expect(chat.deliveries()).toEqual(['k1: sending']);
  });

  test('unconfirmed without a key is found in the list', () => {
    const chat = openChatDriver();
    chat.write('k1');

    chat.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'unknown' } });
    expect(chat.lists()).toHaveLength(1);
    chat.log.push(mine('k1'));
    chat.answerLists();

    expect(chat.deliveries()).toEqual(['k1: sent']);
    expect(chat.posts()).toHaveLength(1);
  });

  test('only a catch-up that started after thirty seconds proves that it is not there', () => {
    const chat = openChatDriver();
    chat.write('k1');
    chat.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'unknown' } });
    chat.answerLists();

    chat.later(29_000);
    chat.dispatch({ type: 'timer-fired', timer: 'outbox' });
    chat.later(5_000);
    chat.answerLists();
    expect(chat.deliveries()).toEqual(['k1: sending']);
    chat.dispatch({ type: 'timer-fired', timer: 'outbox' });
    chat.answerLists();

    expect(entriesOf(chat.state(), 'me')[0]?.delivery).toEqual({ state: 'failed', reason: 'not-found' });
  });

  function failed() {
    const chat = openChatDriver();
    chat.write('k1');
    chat.dispatch({ type: 'post-failed', key: 'k1', attempt: 1, failure: { type: 'unknown' } });
    chat.answerLists();
    chat.later(31_000);
    chat.dispatch({ type: 'timer-fired', timer: 'outbox' });
    chat.answerLists();
    return chat;
  }

  test('a late answer corrects which of two equal texts was sent', () => {
    const chat = failed();
    chat.write('k2', 'k1');
    const message = mine('k1');
    chat.dispatch({ type: 'received', message });
    expect(chat.deliveries()).toEqual(['k1: sent', 'k1: failed']);

    chat.dispatch({ type: 'posted', key: 'k1', attempt: 1, message });
    expect(entriesOf(chat.state(), 'me').map(({ viewId, delivery }) => [viewId, delivery.state])).toEqual([
      ['k1', 'sent'],
      ['k2', 'sending'],
    ]);
    expect(chat.lists()).toHaveLength(1);
  });

  test('a message freed by the answer is matched with the equal text that failed', () => {
    const chat = failed();
    chat.write('k2', 'k1');
    chat.dispatch({ type: 'received', message: mine('k1') });

    chat.dispatch({ type: 'posted', key: 'k2', attempt: 1, message: mine('k1') });

    expect(chat.deliveries()).toEqual(['k1: sent', 'k1: sent']);
    expect(entriesOf(chat.state(), 'me').map(({ viewId }) => viewId)).toEqual(['k1', 'k2']);
  });

  test('failed is not final: a message that turns up later is taken for the text', () => {
    const chat = failed();

    chat.dispatch({ type: 'received', message: mine('k1') });

    expect(chat.deliveries()).toEqual(['k1: sent']);
  });

  test('a failed text can be sent again, before what was written later', () => {
    const chat = failed();
    chat.dispatch({ type: 'stream-lost' });
    chat.write('k2');

    chat.dispatch({ type: 'retried', key: 'k1' });
    chat.dispatch({ type: 'stream-opened' });
    chat.answerLists();

    expect(chat.post()).toMatchObject({ key: 'k1', attempt: 2 });
  });

  test('row 40: a failed text can be discarded', () => {
    const chat = failed();

    chat.dispatch({ type: 'discarded', key: 'k1' });

    expect(chat.deliveries()).toEqual([]);
    expect(chat.saved()).toEqual([]);
  });
});
