import { describe, expect, test } from 'vitest';
import { aMessage, createChatDriver, openChatDriver } from '../../testing/harness/chat-driver.ts';

const ask = { ...aMessage('Where is it?', { senderId: 'me', key: 'k1' }), seq: 1 };
const answer = { ...aMessage('On its way'), seq: 2 };

/** A chat whose question was posted and has no answer of the service yet. */
function askInDoubt() {
  const chat = openChatDriver({ isOurs: true });
  chat.write('k1', ask.body);
  return chat;
}

describe('a message that comes while a text is in doubt', () => {
  test('stands below the text it answers from the first moment, after a reload too [L10]', () => {
    const before = askInDoubt();
    const chat = createChatDriver({ isOurs: true, outbox: before.saved(), log: [ask, answer] });
    chat.begin();
    chat.tell({ type: 'stream-opened' });

    chat.tell({ type: 'received', message: answer });
    expect(chat.bodies()).toEqual([ask.body]);
    chat.answerLists();

    expect(chat.deliveries()).toEqual([`${ask.body}: sent`, `${answer.body}: sent`]);
  });

  test('and whose own echo was lost, is shown once the list tells their order', () => {
    const chat = askInDoubt();
    chat.log.push(ask, answer);

    chat.tell({ type: 'received', message: answer });
    expect(chat.bodies()).toEqual([ask.body]);
    chat.answerLists();

    expect(chat.bodies()).toEqual([ask.body, answer.body]);
  });

  test('is shown at once where nothing is missing before it', () => {
    const chat = askInDoubt();

    chat.tell({ type: 'received', message: { ...answer, seq: 1 } });

    expect(chat.bodies()).toEqual([answer.body, ask.body]);
  });

  test('is shown as soon as the text has its answer', () => {
    const chat = askInDoubt();

    chat.tell({ type: 'received', message: answer });
    chat.tell({ type: 'posted', key: 'k1', attempt: 1, message: ask });

    expect(chat.bodies()).toEqual([ask.body, answer.body]);
  });

  test('is not kept from the reader where no list can be had', () => {
    const chat = askInDoubt();
    chat.tell({ type: 'received', message: answer });

    for (let failures = 0; failures < 2; failures += 1) {
      expect(chat.bodies()).not.toContain(answer.body);
      chat.failLists('transient');
      chat.tell({ type: 'look' });
    }

    expect(chat.bodies()).toContain(answer.body);
  });
});
