import { topics } from '../../protocol/schema/frame.ts';
import type { ChatEvent } from '../domain/chat-event.ts';

/** Carries events to the subscribers of their topic. An event that is lost can still be read from the store. */
export interface Bus {
  publish(topic: string, event: ChatEvent): void;
  subscribe(topic: string, listener: (event: ChatEvent) => void): () => void;
}

/** Publishes events by topic; knows nothing of sockets. */
export interface Hub {
  publish(event: ChatEvent): void;
  subscribe(topic: string, listener: (event: ChatEvent) => void): () => void;
}

export function createHub(bus: Bus = createMemoryBus()): Hub {
  return {
    publish: (event) => bus.publish(topicOf(event), event),
    subscribe: bus.subscribe,
  };
}

/** A bus within one process. Listeners are called in the order of subscribing, each in the order of publishing. */
function createMemoryBus(): Bus {
  const listeners = new Map<string, Set<(event: ChatEvent) => void>>();
  return {
    publish(topic, event) {
      for (const listener of listeners.get(topic) ?? []) listener(event);
    },
    subscribe(topic, listener) {
      const own = (event: ChatEvent) => listener(event);
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(own));
      return () => {
        all.delete(own);
        if (all.size === 0 && listeners.get(topic) === all) listeners.delete(topic);
      };
    },
  };
}

/** An internal topic, to which no client can subscribe. */
export const channelTopic = (channelId: string) => `channel.${channelId}`;

export function topicOf(event: ChatEvent): string {
  switch (event.type) {
    case 'message':
    case 'typing':
      return topics.messages(event.conversationId);
    case 'member':
    case 'ended':
      return topics.members(event.conversationId);
    case 'media-request':
      return topics.mediaRequests(event.conversationId);
    case 'note':
      return topics.notes(event.note.conversationId);
    case 'chat':
      return topics.userChats(event.userId);
    case 'queue-chat':
      return topics.queueChats(event.queueId);
    case 'topics':
    case 'channel-closed':
      return channelTopic(event.channelId);
    default:
      return event satisfies never;
  }
}
