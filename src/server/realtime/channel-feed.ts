import { topics as topicNames } from '../../protocol/schema/frame.ts';
import type { ChannelEnd, ChatEvent } from '../domain/chat-event.ts';
import { canReadWholeChat } from '../domain/reading.ts';
import { sourceTopic } from '../domain/topics.ts';
import { channelTopic, type Hub } from '../services/hub.ts';
import type { Services } from '../services/services.ts';
import type { NotificationChannel } from '../storage/operations/channels.ts';
import { frameOf, systemFrame } from './frames.ts';

/** Where a channel's frames go. */
export type ChannelOutput = { send(frame: string): void; close(): void };

export interface ChannelFeed {
  /**
   * Takes over the topics that `read` returns, which may be fewer, unless newer ones were published meanwhile. Ends the
   * channel where `read` returns none.
   */
  refresh(read: () => Promise<Pick<NotificationChannel, 'topics'> | undefined>): Promise<void>;
  stop(): void;
}

/** Subscribes to a channel's topics and turns their events into frames for its user. */
export function createChannelFeed(
  { hub }: Pick<Services, 'hub'>,
  { id, userId, topics }: NotificationChannel,
  { send, close }: ChannelOutput,
): ChannelFeed {
  const subscriptions = createSubscriptions(hub, (event, topic) => {
    if (event.type === 'queue-chat' && !event.memberIds.includes(userId)) return;
    const frame = frameOf(event, { userId }, topic);
    if (frame) send(frame);
  });
  let isStopped = false;
  let changes = 0;
  const setTopics = (wanted: readonly string[]) => subscriptions.setTopics(isStopped ? [] : wanted);

  function end(reason: ChannelEnd): void {
    if (isStopped) return;
    const what = reason === 'user_tokens_revoked' ? 'token_revoked' : 'no_longer_subscribed';
    send(systemFrame(what, { channelId: id, userId, reason }));
    setTopics([]);
    close();
  }

  const stopOwn = [
    hub.subscribe(channelTopic(id), (event) => {
      if (event.type === 'topics') {
        changes += 1;
        setTopics(event.topics);
        if (event.isReplaced) send(systemFrame('subscription_changed', { channelId: id, userId }));
      }
      if (event.type === 'channel-closed') {
        end(event.reason);
      }
    }),
    // After a missed offer or a transfer the user may no longer follow the chat.
    hub.subscribe(topicNames.userChats(userId), (event) => {
      if (event.type !== 'chat' || canReadWholeChat(event.chat, userId)) return;
      const { id: chatId } = event.chat.conversation;
      changes += 1;
      for (const topic of [topicNames.messages, topicNames.members, topicNames.mediaRequests, topicNames.notes]) {
        subscriptions.drop(topic(chatId));
      }
    }),
  ];
  setTopics(topics);
  return {
    async refresh(read) {
      const before = changes;
      const current = await read();
      if (!current) end('user_tokens_revoked');
      else if (changes === before) setTopics(current.topics);
    },
    stop() {
      isStopped = true;
      setTopics([]);
      for (const stop of stopOwn) stop();
    },
  };
}

function createSubscriptions(hub: Hub, deliver: (event: ChatEvent, topic: string) => void) {
  const stops = new Map<string, () => void>();
  const drop = (topic: string) => {
    stops.get(topic)?.();
    stops.delete(topic);
  };
  return {
    drop,
    setTopics(wanted: readonly string[]) {
      const wantedTopics = new Set(wanted);
      for (const topic of [...stops.keys()]) {
        if (!wantedTopics.has(topic)) drop(topic);
      }
      for (const topic of wantedTopics) {
        if (stops.has(topic)) continue;
        stops.set(
          topic,
          hub.subscribe(sourceTopic(topic), (event) => deliver(event, topic)),
        );
      }
    },
  };
}
