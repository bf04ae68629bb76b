import { ChatError } from '../../chat/errors.ts';
import type { Conversation, GuestDetails } from '../../chat/model.ts';
import type { ConversationPort, EventStream, GuestPort, StreamListeners } from '../../chat/ports.ts';
import type { Clock, Random } from '../../environment/environment.ts';
import { decodeFrame } from '../decode-frame.ts';
import { decodeConversation, decodeList, decodeMediaRequest, decodeMember, decodeMessage } from '../decode-wire.ts';
import { createEventSocket } from '../event-socket.ts';
import { type CallOptions, createHttpClient, type HttpClientOptions } from '../http-client.ts';
import { withPollingFallback } from './polling-fallback.ts';

export type RoutingTarget = { queue: string; skills?: string[]; language?: string; priority?: number };

export type GuestClientOptions = {
  base: string;
  organizationId: string;
  deploymentId: string;
  routing: RoutingTarget;
  /** Signed data about the visitor, requested for each new conversation. */
  memberAuthToken?: (() => string | undefined | Promise<string | undefined>) | undefined;
  fetch: HttpClientOptions['fetch'];
  /** The socket's constructor. */
  WebSocket: unknown;
  clock: Clock;
  random: Random;
  /** Whether the page is visible. Default: true. */
  isVisible?: () => boolean;
};

// Paths are written out here, since the table of all operations would add bytes. A test compares both.
const conversations = '/api/v2/webchat/guest/conversations';

/** The guest's operations and its event stream, with the browser as arguments. */
export function createGuestClient(options: GuestClientOptions): GuestPort {
  const { call } = createHttpClient(options);

  /** Each GET has its own URL: a site's service worker may answer a repeated one from its cache. */
  async function ask<T>(
    method: string,
    path: string,
    request: CallOptions,
    decode: (body: unknown, headers: Headers) => T | undefined,
  ): Promise<T> {
    const asked = method === 'GET' ? { ...request, query: { ...request.query, once: options.random.id() } } : request;
    const { body, headers } = await call({ method, path: conversations + path }, asked);
    const answer = decode(body, headers);
    if (answer === undefined) throw new ChatError('unreadable');
    return answer;
  }

  function conversation(chat: Conversation): ConversationPort {
    const all = `/${chat.id}`;
    const own = `${all}/members/${chat.memberId}`;
    const headers = { Authorization: `Bearer ${chat.jwt}` };
    const listMembers = () => ask('GET', `${all}/members`, { headers, query: { pageSize: 100 } }, listOf(decodeMember));
    return {
      listMessages: (query) => ask('GET', `${all}/messages`, { headers, query }, listOf(decodeMessage)),
      sendMessage: (body, key) =>
        ask(
          'POST',
          `${own}/messages`,
          { headers: { ...headers, 'Idempotency-Key': key }, body: { body, bodyType: 'standard' } },
          decodeMessage,
        ),
      async sendTyping() {
        await ask('POST', `${own}/typing`, { headers }, () => true);
      },
      listMembers,
      getMember: (id) => ask('GET', `${all}/members/${id}`, { headers }, decodeMember),
      listMediaRequests: () => ask('GET', `${all}/mediarequests`, { headers }, listOf(decodeMediaRequest)),
      answerMediaRequest: ({ id, types }, state) =>
        ask('PATCH', `${all}/mediarequests/${id}`, { headers, body: { types, state } }, decodeMediaRequest),
      async leave(how) {
        try {
          await ask('DELETE', own, { headers, ...how }, () => true);
        } catch (error) {
          if (!(error instanceof ChatError) || !isGone(error)) throw error;
        }
      },
      openStream: (listeners) => openStream(chat, listeners, headers, listMembers),
    };
  }

  function openStream(
    chat: Conversation,
    listeners: StreamListeners,
    auth: Record<string, string>,
    listMembers: ConversationPort['listMembers'],
  ): EventStream {
    if (!chat.capabilities.poll) return openSocket(chat, listeners);
    const request: CallOptions = {
      headers: { ...auth, 'Webchat-Poll': '1' },
      query: { sortOrder: 'descending', maxResults: 1 },
    };
    return withPollingFallback({
      clock: options.clock,
      isVisible: options.isVisible ?? (() => true),
      listeners,
      open: (refusable) => openSocket(chat, refusable),
      async poll() {
        const [newest] = await ask('GET', `/${chat.id}/messages`, request, listOf(decodeMessage));
        return { seq: newest?.seq, members: await listMembers() };
      },
    });
  }

  function openSocket(
    chat: Conversation,
    listeners: StreamListeners & { onRefused?: (failures: number) => void },
  ): EventStream {
    return createEventSocket({
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

  const create = (guest: GuestDetails, signed?: object) =>
    ask('POST', '', { body: { ...createRequest(options, guest), ...signed } }, (body, headers) =>
      decodeConversation(body, headers.get('webchat-capabilities')),
    );

  return {
    createConversation: (guest) =>
      options.memberAuthToken
        ? signedData(options.memberAuthToken).then((signed) => create(guest, signed))
        : create(guest),
    conversation,
  };
}

const listOf =
  <T>(decode: (entity: unknown) => T | undefined) =>
  (body: unknown) =>
    decodeList(body, decode);

/** Leaving a chat that is over or left already is no failure. */
function isGone({ kind, code }: ChatError): boolean {
  return kind === 'gone' || kind === 'unauthorized' || /\.(member|conversation)\.state$/.test(code ?? '');
}

function createRequest({ organizationId, deploymentId, routing }: GuestClientOptions, guest: GuestDetails) {
  const { queue, ...target } = routing;
  return {
    organizationId,
    deploymentId,
    routingTarget: { targetType: 'QUEUE', targetAddress: queue, ...target },
    memberInfo: guest,
  };
}

async function signedData(memberAuthToken: NonNullable<GuestClientOptions['memberAuthToken']>) {
  try {
    const token = await memberAuthToken();
    return token ? { memberAuthToken: token } : {};
  } catch (cause) {
    // The page could not sign its visitor: the chat must not start anonymously.
    throw new ChatError('rejected', { code: 'member.auth.token', cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The decoder treats undefined as an unreadable frame.
    return undefined;
  }
}
