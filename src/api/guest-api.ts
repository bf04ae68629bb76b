import { ChatError } from '../chat/chat-error.ts';
import type { ConversationPort, EventStream, GuestPort, StreamListeners } from '../chat/conversation-port.ts';
import type { GuestDetails } from '../chat/member.ts';
import type { Conversation } from '../chat/session.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { decodeFrame } from './decode-frame.ts';
import { decodeConversation, decodeList, decodeMediaRequest, decodeMember, decodeMessage } from './decode-wire.ts';
import { createEventStream } from './event-stream.ts';
import { type CallOptions, createHttp, type HttpOptions } from './http.ts';

export type RoutingTarget = { queue: string; skills?: string[]; language?: string; priority?: number };

export type GuestApiOptions = {
  base: string;
  organizationId: string;
  deploymentId: string;
  routing: RoutingTarget;
  fetch: HttpOptions['fetch'];
  /** The socket's constructor. */
  WebSocket: unknown;
  clock: Clock;
  random: Random;
};

// Spelt out, since the whole table of operations would be three times the size of this file on every visitor's line.
// A test compares.
const conversations = '/api/v2/webchat/guest/conversations';
const one = `${conversations}/{conversationId}`;
const members = `${one}/members`;
const member = `${members}/{memberId}`;
const media = `${one}/mediarequests`;

export const guestPaths = {
  createConversation: { method: 'POST', path: conversations },
  listMembers: { method: 'GET', path: members },
  getMember: { method: 'GET', path: member },
  removeMember: { method: 'DELETE', path: member },
  sendMessage: { method: 'POST', path: `${member}/messages` },
  sendTyping: { method: 'POST', path: `${member}/typing` },
  listMessages: { method: 'GET', path: `${one}/messages` },
  listMediaRequests: { method: 'GET', path: media },
  updateMediaRequest: { method: 'PATCH', path: `${media}/{mediaRequestId}` },
} as const;

/** The guest's operations and its event stream, with the browser handed in. */
export function createGuestApi(options: GuestApiOptions): GuestPort {
  const call = createHttp(options);

  async function ask<T>(
    operation: keyof typeof guestPaths,
    request: CallOptions,
    decode: (body: unknown, headers: Headers) => T | undefined,
  ): Promise<T> {
    const { body, headers } = await call(guestPaths[operation], request);
    const answer = decode(body, headers);
    if (answer === undefined) throw new ChatError('unreadable');
    return answer;
  }

  function conversation(chat: Conversation): ConversationPort {
    const ids = { conversationId: chat.id, memberId: chat.memberId };
    const headers = { Authorization: `Bearer ${chat.jwt}` };
    return {
      listMessages: (query) => ask('listMessages', { ids, headers, query }, (body) => decodeList(body, decodeMessage)),
      sendMessage: (body, key) =>
        ask(
          'sendMessage',
          { ids, headers: { ...headers, 'Idempotency-Key': key }, body: { body, bodyType: 'standard' } },
          decodeMessage,
        ),
      sendTyping: () => ask('sendTyping', { ids, headers }, () => null).then(() => {}),
      listMembers: () =>
        ask('listMembers', { ids, headers, query: { pageSize: 100 } }, (body) => decodeList(body, decodeMember)),
      getMember: (memberId) => ask('getMember', { ids: { ...ids, memberId }, headers }, decodeMember),
      listMediaRequests: () =>
        ask('listMediaRequests', { ids, headers }, (body) => decodeList(body, decodeMediaRequest)),
      answerMediaRequest: ({ id, types }, state) =>
        ask(
          'updateMediaRequest',
          { ids: { ...ids, mediaRequestId: id }, headers, body: { types, state } },
          decodeMediaRequest,
        ),
      async leave({ keepalive = false } = {}) {
        try {
          await call(guestPaths.removeMember, { ids, headers, keepalive });
        } catch (error) {
          if (!(error instanceof ChatError) || !isGone(error)) throw error;
        }
      },
      openStream: (listeners) => openStream(chat, listeners),
    };
  }

  function openStream(chat: Conversation, listeners: StreamListeners): EventStream {
    return createEventStream({
      ...options,
      ...listeners,
      uri: () => chat.eventStreamUri,
      isOver: (code, reason) => code === 4100 || (code === 1001 && reason === 'The conversation is ended'),
      onText(text) {
        const event = decodeFrame(parse(text), chat.id);
        if (event) listeners.onEvent(event);
        else listeners.onUnreadable();
      },
    });
  }

  return {
    createConversation: (guest) =>
      ask('createConversation', { body: createRequest(options, guest) }, (body, headers) =>
        decodeConversation(body, headers.get('webchat-capabilities')),
      ),
    conversation,
  };
}

/** Leaving a chat that is over, or that one has left, is no failure. */
function isGone({ kind, code }: ChatError): boolean {
  return kind === 'gone' || kind === 'unauthorized' || /\.(member|conversation)\.state$/.test(code ?? '');
}

function createRequest({ organizationId, deploymentId, routing }: GuestApiOptions, guest: GuestDetails) {
  const { queue, ...target } = routing;
  return {
    organizationId,
    deploymentId,
    routingTarget: { targetType: 'QUEUE', targetAddress: queue, ...target },
    memberInfo: guest,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The decoder makes nothing of it, which is what a broken frame is worth.
    return undefined;
  }
}
