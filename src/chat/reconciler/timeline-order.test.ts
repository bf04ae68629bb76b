import { describe, expect, test } from 'vitest';
import { createChatDriver, createMessage, openChatDriver } from '../../testing/harness/chat-driver.ts';

const ask = { ...createMessage('Where is it?', { senderId: 'me', key: 'k1' }), seq: 1 };
const answer = { ...createMessage('On its way'), seq: 2 };

/** A chat whose question was posted and has no answer of the service yet. */
function askInDoubt() {
  const chat = openChatDriver({ isOurs: true });
  chat.write('k1', ask.body);
  return chat;
}

describe('a message that comes while a text is unconfirmed', () => {
  test('stands below the text it answers from the first moment, after a reload too [L10]', () => {
    const before = askInDoubt();
    const chat = createChatDriver({ isOurs: true, outbox: before.saved(), log: [ask, answer] });
    chat.begin();
    chat.dispatch({ type: 'stream-opened' });

    chat.dispatch({ type: 'received', message: answer });
    expect(chat.bodies()).toEqual([ask.body]);
    chat.answerLists();

    expect(chat.deliveries()).toEqual([`${ask.body}: sent`, `${answer.body}: sent`]);
  });

  test('and whose own echo was lost, is shown once the list shows their order', () => {
    const chat = askInDoubt();
    chat.log.push(ask, answer);

    chat.dispatch({ type: 'received', message: answer });
    expect(chat.bodies()).toEqual([ask.body]);
    chat.answerLists();

    expect(chat.bodies()).toEqual([ask.body, answer.body]);
  });

  test('is shown at once where nothing is missing before it', () => {
    const chat = askInDoubt();

    chat.dispatch({ type: 'received', message: { ...answer, seq: 1 } });

    expect(chat.bodies()).toEqual([answer.body, ask.body]);
  });

  test('is shown as soon as the text has its answer', () => {
    const chat = askInDoubt();

    chat.dispatch({ type: 'received', message: answer });
    chat.dispatch({ type: 'posted', key: 'k1', attempt: 1, message: ask });

    expect(chat.bodies()).toEqual([ask.body, answer.body]);
  });

  test('is not hidden where no list can be had', () => {
    const chat = askInDoubt();
    chat.dispatch({ type: 'received', message: answer });

    for (let failures = 0; failures < 2; failures += 1) {
      expect(chat.bodies()).not.toContain(answer.body);
      chat.failLists('transient');
      chat.dispatch({ type: 'resync-requested' });
    }

    expect(chat.bodies()).toContain(answer.body);
  });
});
