import { ChatError } from '../chat/errors.ts';
import type { Call, CallOptions } from '../client/http-client.ts';
import type { SentMessage } from './delivery-log.ts';

/** The configuration of the demo (`/demo/config.json`). */
export type DemoDetails = {
  organizationId: string;
  deploymentId: string;
  queue: string;
  agent: { email: string; password: string };
  client: { id: string; secret: string };
};

/** The demo's agent, by the same operations a bot would use, on a connection without faults. */
export interface AgentClient {
  /** The state of this agent in a chat; undefined before an offer and after the end. */
  findState(chatId: string): Promise<'alerting' | 'connected' | undefined>;
  /** Ids of the chats that were offered or are under way. */
  listChats(): Promise<string[]>;
  accept(chatId: string): Promise<void>;
  sendMessage(chatId: string, text: string, key: string): Promise<void>;
  sendTyping(chatId: string): Promise<void>;
  requestSharing(chatId: string): Promise<void>;
  endChat(chatId: string): Promise<void>;
  /** All messages that the service has stored, in its order. */
  listMessages(chatId: string): Promise<SentMessage[]>;
}

type Participant = { id: string; userId?: string; purpose: string; state: string; chats: { id: string }[] };
type Wire = { id: string; sender?: { id: string }; body?: string; bodyType: string };

const chatsPath = '/api/v2/conversations/chats';
const pageSize = 100;

export function createAgentClient(call: Call, { client }: Pick<DemoDetails, 'client'>): AgentClient {
  let signedIn: Promise<{ token: string; userId: string }> | undefined;

  async function signIn() {
    const granted = await call(
      { method: 'POST', path: '/oauth/token' },
      {
        headers: { Authorization: `Basic ${btoa(`${client.id}:${client.secret}`)}` },
        form: { grant_type: 'client_credentials' },
      },
    );
    const { access_token: token } = Object(granted.body);
    const me = await call(
      { method: 'GET', path: '/api/v2/users/me' },
      { headers: { Authorization: `Bearer ${token}` } },
    );
    return { token: String(token), userId: String(Object(me.body).id) };
  }

  async function callApi<Body>(method: string, path: string, request: CallOptions = {}) {
    signedIn ??= signIn();
    const { token } = await signedIn.catch((error) => {
      signedIn = undefined;
      throw error;
    });
    try {
      const headers = { Authorization: `Bearer ${token}`, ...request.headers };
      const { body } = await call({ method, path }, { ...request, headers });
      return body as Body;
    } catch (error) {
      if (error instanceof ChatError && error.kind === 'unauthorized') signedIn = undefined;
      throw error;
    }
  }

  const listParticipants = async (chatId: string) =>
    (await callApi<{ participants: Participant[] }>('GET', `/api/v2/conversations/${chatId}`)).participants;

  async function findOwnParticipant(chatId: string): Promise<Participant | undefined> {
    const all = await listParticipants(chatId);
    const { userId } = (await signedIn) ?? {};
    return all.findLast((one) => one.userId === userId);
  }

  async function findCommunicationPath(chatId: string): Promise<string> {
    return `${chatsPath}/${chatId}/communications/${(await findOwnParticipant(chatId))?.chats[0]?.id}`;
  }

  return {
    async findState(chatId) {
      const found = (await this.listChats()).includes(chatId) ? await findOwnParticipant(chatId) : undefined;
      return found?.state === 'alerting' || found?.state === 'connected' ? found.state : undefined;
    },
    listChats: async () =>
      (await callApi<{ entities: { id: string }[] }>('GET', chatsPath)).entities.map(({ id }) => id),
    async accept(chatId) {
      const mine = await findOwnParticipant(chatId);
      await callApi('PATCH', `${chatsPath}/${chatId}/participants/${mine?.id}`, { body: { state: 'connected' } });
    },
    async sendMessage(chatId, text, key) {
      const path = `${await findCommunicationPath(chatId)}/messages`;
      await callApi('POST', path, { body: { body: text, bodyType: 'standard' }, headers: { 'Idempotency-Key': key } });
    },
    async sendTyping(chatId) {
      await callApi('POST', `${await findCommunicationPath(chatId)}/typing`);
    },
    async requestSharing(chatId) {
      await callApi('POST', `${chatsPath}/${chatId}/mediarequests`, { body: { types: ['COBROWSE'] } });
    },
    async endChat(chatId) {
      await callApi('PATCH', `${chatsPath}/${chatId}`, { body: { state: 'disconnected' } });
    },
    async listMessages(chatId) {
      const visitor = (await listParticipants(chatId)).find(({ purpose }) => purpose === 'customer')?.chats[0]?.id;
      const all: Wire[] = [];
      for (let page: Wire[] | undefined; page === undefined || page.length === pageSize; ) {
        const query = { maxResults: pageSize, sortOrder: 'ascending', after: all.at(-1)?.id };
        page = (await callApi<{ entities: Wire[] }>('GET', `${chatsPath}/${chatId}/messages`, { query })).entities;
        all.push(...page);
      }
      return all
        .filter(({ bodyType }) => bodyType === 'standard')
        .map(({ sender, body = '' }) => ({ author: sender?.id === visitor ? 'visitor' : 'agent', text: body }));
    },
  };
}
