import { expect, test } from 'vitest';
import type { Message } from '../domain/records.ts';
import { createHub } from '../services/hub.ts';
import { createChannelFeed } from './channel-feed.ts';

const ada = 'v2.conversations.chats.ada.messages';
const message: Message = {
  conversation_id: 'ada',
  seq: 1,
  id: 'm1',
  sender_id: 'guest',
  body: 'Hello',
  body_type: 'standard',
  sent_at: 0,
  idempotency_key: null,
};

function open() {
  const hub = createHub();
  const sent: string[] = [];
  const outlet = { send: (frame: string) => sent.push(frame), close() {} };
  const channel = { id: 'channel', userId: 'robin', topics: [], expiresAt: 1 };
  const feed = createChannelFeed({ hub }, channel, outlet);
  const speak = () => hub.publish({ type: 'message', conversationId: 'ada', message, senderUserId: null });
  return { hub, feed, sent, speak };
}

test('a channel that was read late does not lose topics that were added while it was read', async () => {
  const { hub, feed, sent, speak } = open();

  await feed.refresh(async () => {
    hub.publish({ type: 'topics', channelId: 'channel', topics: [ada], isReplaced: false });
    return { topics: [] };
  });
  speak();

  expect(sent).toHaveLength(1);
});

test('topics that were added before the subscription are found by reading', async () => {
  const { feed, sent, speak } = open();

  await feed.refresh(async () => ({ topics: [ada] }));
  speak();

  expect(sent).toHaveLength(1);
});
