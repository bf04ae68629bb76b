import { waitAfter } from '../../chat/errors.ts';
import type { EventStream, StreamListeners } from '../../chat/ports.ts';
import type { Clock, Random } from '../../environment/environment.ts';
import { decodeFrame } from '../decode-frame.ts';
import { asRecord, idOf, text } from '../decode-wire.ts';
import { createEventSocket } from '../event-socket.ts';
import type { AgentStreamListeners } from './ports.ts';

export type AgentStream = EventStream & {
  /** Listens to one chat until stopped; `onOpen` comes whenever its topics are subscribed and the line is up. */
  attach(chatId: string, listeners: StreamListeners): EventStream;
};

export type AgentStreamOptions = {
  userId: string;
  /** The channel of that id, or a fresh one, with an address that is good for one connection. */
  openChannel(known: string | undefined): Promise<{ id: string; connectUri: string }>;
  subscribe(channelId: string, topics: readonly string[]): Promise<void>;
  WebSocket: unknown;
  clock: Clock;
  random: Random;
  listeners: AgentStreamListeners;
};

const retryMs = 2000;

/** One notification channel for the whole desk; each chat gets a view on it. */
export function createAgentStream(options: AgentStreamOptions): AgentStream {
  const { userId, openChannel, subscribe, clock, listeners } = options;
  const chats = new Map<string, StreamListeners>();
  let channelId: string | undefined;
  let isOpen = false;
  let isStopped = false;

  const stream = createEventSocket({
    WebSocket: options.WebSocket,
    clock,
    random: options.random,
    // Subscribed before it is opened: nothing falls between.
    async uri() {
      const channel = await openChannel(channelId);
      const known = [...chats.keys()];
      await subscribe(channel.id, [`v2.users.${userId}.conversations.chats`, ...known.flatMap(topicsOf)]);
      channelId = channel.id;
      return channel.connectUri;
    },
    onOpen() {
      isOpen = true;
      listeners.onOpen();
      for (const [chatId, chat] of chats) join(chatId, chat);
    },
    onLost() {
      isOpen = false;
      listeners.onLost();
      for (const chat of chats.values()) chat.onLost();
    },
    onText,
    isOver: () => false,
    onOver: () => {},
  });

  // A chat that came while the channel was being opened may have missed it, so every one is subscribed again.
  async function join(chatId: string, chat: StreamListeners): Promise<void> {
    const isCurrent = () => !isStopped && isOpen && chats.get(chatId) === chat;
    if (!isCurrent() || channelId === undefined) return;
    const joined = channelId;
    try {
      await subscribe(joined, topicsOf(chatId));
      if (!isCurrent() || joined !== channelId) return;
      chat.onOpen();
      listeners.onNotesChanged(chatId);
    } catch (error) {
      clock.after(Math.max(retryMs, waitAfter(error) ?? 0), () => void join(chatId, chat));
    }
  }

  function onText(frameText: string): void {
    const frame = asRecord(parse(frameText));
    const topic = text(frame.topicName) ?? '';
    if (topic.startsWith('v2.users.')) return listeners.onChatChanged(idOf(frame.eventBody));
    const [, chatId = '', kind] = /^v2\.conversations\.chats\.([^.]+)\.(\w+)$/.exec(topic) ?? [];
    if (kind === 'members') listeners.onChatChanged(chatId);
    if (kind === 'notes') return listeners.onNotesChanged(chatId);
    const chat = chats.get(chatId);
    if (!chat) return;
    const event = decodeFrame(frame, chatId);
    if (event) chat.onEvent(event);
    else chat.onUnreadable();
  }

  return {
    wake: stream.wake,
    stop() {
      isStopped = true;
      stream.stop();
    },
    attach(chatId, chat) {
      chats.set(chatId, chat);
      void join(chatId, chat);
      return {
        wake: stream.wake,
        stop() {
          if (chats.get(chatId) === chat) chats.delete(chatId);
        },
      };
    },
  };
}

const topicsOf = (chatId: string) =>
  ['messages', 'members', 'mediarequests', 'notes'].map((kind) => `v2.conversations.chats.${chatId}.${kind}`);

function parse(frameText: string): unknown {
  try {
    return JSON.parse(frameText);
  } catch {
    return undefined;
  }
}
