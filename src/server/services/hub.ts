import { topics } from '../../protocol/schema/frame.ts';
import type { ChatEvent } from '../domain/chat-event.ts';

/** Carries events to whoever subscribed to their topic. What it loses the store still has. */
export interface Bus {
  publish(topic: string, event: ChatEvent): void;
  subscribe(topic: string, listener: (event: ChatEvent) => void): () => void;
}

/** The publish and subscribe core: it knows topics and events, and no socket. */
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

/** Within one process. Listeners are called in the order of subscribing, each in the order of publishing. */
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

/** Ours alone: nobody outside can subscribe to it. */
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
