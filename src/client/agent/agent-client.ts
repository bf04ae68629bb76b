import type { AgentChat, AgentUser } from '../../chat/agent-model.ts';
import { ChatError } from '../../chat/errors.ts';
import type { ConversationPort, EventStream } from '../../chat/ports.ts';
import type { Clock, Random } from '../../environment/environment.ts';
import { decodeCode } from '../admin/decode-administration.ts';
import { decodeCannedReply, decodePersonTarget, decodeQueueTarget } from '../admin/decode-organization.ts';
import {
  asRecord,
  decodeList,
  decodeMediaRequest,
  decodeMessage,
  idOf,
  type JsonRecord,
  text,
} from '../decode-wire.ts';
import type { Call, HttpClient, Operation } from '../http-client.ts';
import { type AgentStream, createAgentStream } from './agent-channel.ts';
import { decodeAgentChat, decodeAgentUser, decodeChatList, decodeParticipants } from './decode-agent-chat.ts';
import { decodeEarlierChat, decodeEarlierPage } from './decode-earlier-chat.ts';
import { decodeNote } from './decode-note.ts';
import { decodeSignInWays } from './decode-sign-in-ways.ts';
import { createHistoryClient } from './history-client.ts';
import { agentOperations as at } from './operations.ts';
import type { AgentClient } from './ports.ts';

export type AgentClientOptions = {
  http: HttpClient;
  WebSocket: unknown;
  clock: Clock;
  random: Random;
};

/** The agent side of the service, for the user of the call's credentials. */
export function createAgentClient({
  http: { call, onUnauthorized },
  WebSocket,
  clock,
  random,
}: AgentClientOptions): AgentClient {
  let user: AgentUser | undefined;
  let stream: AgentStream | undefined;
  /** By id, the list entry and the chat when it was read last: the entry changes with anything in the chat. */
  let cache = new Map<string, { fingerprint: string; chat: AgentChat | undefined }>();

  const remember = (wire: unknown) => {
    const known = needed(decodeAgentUser(wire));
    // A chat is described from the view of one user.
    if (known.id !== user?.id) cache = new Map();
    user = known;
    return user;
  };
  const whoAmI = async () => remember((await call(at.whoAmI)).body);

  const readChat = async (chatId: string, chatWire: unknown) => {
    const { body } = await call(at.getConversation, { ids: { chatId } });
    return decodeAgentChat(body, chatWire, user?.id ?? '');
  };

  /** A desk with many chats lists them often, and hardly any has changed: only those are read again. */
  const fetchChatCached = async (chatId: string, chatWire: unknown) => {
    const fingerprint = JSON.stringify(chatWire);
    const known = cache.get(chatId);
    if (known?.fingerprint === fingerprint) return known.chat;
    const chat = await orGone(() => readChat(chatId, chatWire));
    cache.set(chatId, { fingerprint, chat });
    return chat;
  };

  const updateParticipant = async ({ id, participantId }: AgentChat, body: JsonRecord) => {
    await call(at.updateParticipant, { ids: { chatId: id, participantId }, body });
  };

  const list = async <T>(operation: Operation, decode: (wire: unknown) => T | undefined): Promise<T[]> =>
    needed(decodeList((await call(operation)).body, decode));

  return {
    ...createHistoryClient(call),
    onUnauthorized,
    async signIn(email, password) {
      await call(at.signIn, { body: { email, password } });
      return whoAmI();
    },
    async signOut() {
      await call(at.signOut);
    },
    async signOutEverywhere() {
      await call(at.signOutEverywhere);
    },
    listSignInWays: async () => decodeSignInWays((await call(at.listProviders)).body),
    whoAmI,
    setOnQueue: async (isOnQueue) =>
      remember((await call(at.setRoutingStatus, { ids: { userId: user?.id ?? '' }, body: { isOnQueue } })).body),
    async listChats() {
      const { body } = await call(at.listChats, { query: { wrapup: 'pending' } });
      const listed = decodeChatList(body);
      const ids = new Set(listed.map(idOf));
      for (const id of cache.keys()) if (!ids.has(id)) cache.delete(id);
      const chats = await Promise.all(listed.map((chat) => fetchChatCached(idOf(chat), chat)));
      return chats.filter((chat) => chat !== undefined);
    },
    getChat: (chatId) => orGone(async () => readChat(chatId, (await call(at.getChat, { ids: { chatId } })).body)),
    accept: (chat) => updateParticipant(chat, { state: 'connected' }),
    leave: (chat) => updateParticipant(chat, { state: 'disconnected' }),
    async end({ id }) {
      await call(at.updateChat, { ids: { chatId: id }, body: { state: 'disconnected' } });
    },
    async listTransferTargets() {
      const [queues, people] = await Promise.all([
        list(at.listQueues, decodeQueueTarget),
        list(at.listColleagues, decodePersonTarget),
      ]);
      return [...queues, ...people.filter(({ id }) => id !== user?.id)];
    },
    async transfer({ id, participantId }, target, note) {
      const to = target.type === 'queue' ? { queueId: target.id } : { userId: target.id };
      await call(at.transfer, { ids: { chatId: id, participantId }, body: note ? { ...to, note } : to });
    },
    listWrapupCodes: () => list(at.listWrapupCodes, decodeCode),
    async wrapUp({ id, participantId, memberId }, code, notes) {
      const ids = { chatId: id, participantId, communicationId: memberId };
      await call(at.wrapUp, { ids, body: notes ? { code, notes } : { code } });
    },
    skipWrapUp: (chat) => updateParticipant(chat, { wrapupSkipped: true }),
    listCannedReplies: () => list(at.listCannedReplies, decodeCannedReply),
    async askForMedia({ id }, type) {
      const { body } = await call(at.createMediaRequest, { ids: { chatId: id }, body: { types: [type] } });
      return needed(decodeMediaRequest(body));
    },
    async cancelMedia({ id }, { id: mediaRequestId, types }) {
      const { body } = await call(at.updateMediaRequest, {
        ids: { chatId: id, mediaRequestId },
        body: { types, state: 'CANCELLED' },
      });
      return needed(decodeMediaRequest(body));
    },
    async listNotes(chatId) {
      const { body } = await call(at.listNotes, { ids: { chatId } });
      return needed(decodeList(body, (wire) => decodeNote(wire, user?.id)));
    },
    async writeNote(chatId, body, key) {
      await call(at.writeNote, { ids: { chatId }, body: { body }, headers: { 'Idempotency-Key': key } });
    },
    listEarlierChats: async (chatId) =>
      needed(decodeList((await call(at.listEarlierChats, { ids: { chatId } })).body, decodeEarlierChat)),
    async readEarlierChat(chatId, earlierId, after) {
      const query = after === undefined ? {} : { after };
      return needed(decodeEarlierPage((await call(at.readEarlierChat, { ids: { chatId, earlierId }, query })).body));
    },
    conversation: (chat) => createAgentConversation(call, chat, () => stream),
    openStream(userId, listeners) {
      const opened = createAgentStream({
        userId,
        WebSocket,
        clock,
        random,
        listeners,
        async openChannel(known) {
          // A channel is valid for a day; only its address can be used once.
          const channel =
            known === undefined ? undefined : await orGone(() => call(at.getChannel, { ids: { channelId: known } }));
          const { body } = channel ?? (await call(at.openChannel));
          return { id: needed(idOf(body) || undefined), connectUri: needed(text(asRecord(body).connectUri)) };
        },
        async subscribe(channelId, topics) {
          await call(at.subscribe, { ids: { channelId }, body: topics.map((id) => ({ id })) });
        },
      });
      stream = opened;
      return opened;
    },
  };
}

/** The conversation of one chat as its agent sees it. */
function createAgentConversation(call: Call, chat: AgentChat, line: () => AgentStream | undefined): ConversationPort {
  const ids = { chatId: chat.id, communicationId: chat.memberId };
  const listMembers = async () => decodeParticipants((await call(at.getConversation, { ids })).body);

  return {
    listMessages: async (query) =>
      needed(decodeList((await call(at.listMessages, { ids, query })).body, decodeMessage)),
    async sendMessage(body, idempotencyKey) {
      const answer = await call(at.sendMessage, {
        ids,
        body: { body, bodyType: 'standard' },
        headers: { 'Idempotency-Key': idempotencyKey },
      });
      return needed(decodeMessage(answer.body));
    },
    async sendTyping() {
      await call(at.sendTyping, { ids });
    },
    listMembers,
    getMember: async (memberId) => {
      const member = (await listMembers()).find(({ id }) => id === memberId);
      if (!member) throw new ChatError('gone');
      return member;
    },
    listMediaRequests: async () =>
      needed(decodeList((await call(at.listMediaRequests, { ids })).body, decodeMediaRequest)),
    // Only a guest answers a media request.
    answerMediaRequest: () => Promise.reject(new ChatError('rejected')),
    leave: async () => {
      await orGone(() =>
        call(at.updateParticipant, {
          ids: { ...ids, participantId: chat.participantId },
          body: { state: 'disconnected' },
        }),
      );
    },
    openStream: (listeners): EventStream => line()?.attach(chat.id, listeners) ?? { wake() {}, stop() {} },
  };
}

/** Undefined where the chat has ended since it was listed. */
async function orGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isGone = error instanceof ChatError && (error.kind === 'gone' || error.status === 403);
    if (isGone) return undefined;
    throw error;
  }
}

function needed<T>(decoded: T | undefined): T {
  if (decoded === undefined) throw new ChatError('unreadable');
  return decoded;
}
