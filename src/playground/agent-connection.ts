import { ChatError } from '../chat/errors.ts';
import type { Call, CallOptions } from '../client/http-client.ts';
import type { Said } from './delivery-log.ts';

/** What the demo tells of itself (`/demo/config.json`). */
export type DemoFacts = {
  organizationId: string;
  deploymentId: string;
  queue: string;
  agent: { email: string; password: string };
  client: { id: string; secret: string };
};

/** The demo's agent, by the same operations a bot would use, on a line that nothing disturbs. */
export interface AgentLine {
  /** How this agent stands to a chat; undefined: it was not offered yet, or is over. */
  stateOf(chatId: string): Promise<'alerting' | 'connected' | undefined>;
  /** Ids of the chats that were offered or are under way. */
  chats(): Promise<string[]>;
  accept(chatId: string): Promise<void>;
  say(chatId: string, text: string, key: string): Promise<void>;
  type(chatId: string): Promise<void>;
  askToShare(chatId: string): Promise<void>;
  end(chatId: string): Promise<void>;
  /** All that was said, as the service keeps it. */
  said(chatId: string): Promise<Said[]>;
}

type Participant = { id: string; userId?: string; purpose: string; state: string; chats: { id: string }[] };
type Wire = { id: string; sender?: { id: string }; body?: string; bodyType: string };

const chatsPath = '/api/v2/conversations/chats';
const pageSize = 100;

export function createAgentLine(call: Call, { client }: Pick<DemoFacts, 'client'>): AgentLine {
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

  async function ask<Body>(method: string, path: string, request: CallOptions = {}) {
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

  const participants = async (chatId: string) =>
    (await ask<{ participants: Participant[] }>('GET', `/api/v2/conversations/${chatId}`)).participants;

  async function own(chatId: string): Promise<Participant | undefined> {
    const all = await participants(chatId);
    const { userId } = (await signedIn) ?? {};
    return all.findLast((one) => one.userId === userId);
  }

  async function communication(chatId: string): Promise<string> {
    return `${chatsPath}/${chatId}/communications/${(await own(chatId))?.chats[0]?.id}`;
  }

  return {
    async stateOf(chatId) {
      const found = (await this.chats()).includes(chatId) ? await own(chatId) : undefined;
      return found?.state === 'alerting' || found?.state === 'connected' ? found.state : undefined;
    },
    chats: async () => (await ask<{ entities: { id: string }[] }>('GET', chatsPath)).entities.map(({ id }) => id),
    async accept(chatId) {
      const mine = await own(chatId);
      await ask('PATCH', `${chatsPath}/${chatId}/participants/${mine?.id}`, { body: { state: 'connected' } });
    },
    async say(chatId, text, key) {
      const path = `${await communication(chatId)}/messages`;
      await ask('POST', path, { body: { body: text, bodyType: 'standard' }, headers: { 'Idempotency-Key': key } });
    },
    async type(chatId) {
      await ask('POST', `${await communication(chatId)}/typing`);
    },
    async askToShare(chatId) {
      await ask('POST', `${chatsPath}/${chatId}/mediarequests`, { body: { types: ['COBROWSE'] } });
    },
    async end(chatId) {
      await ask('PATCH', `${chatsPath}/${chatId}`, { body: { state: 'disconnected' } });
    },
    async said(chatId) {
      const visitor = (await participants(chatId)).find(({ purpose }) => purpose === 'customer')?.chats[0]?.id;
      const all: Wire[] = [];
      for (let page: Wire[] | undefined; page === undefined || page.length === pageSize; ) {
        const query = { maxResults: pageSize, sortOrder: 'ascending', after: all.at(-1)?.id };
        page = (await ask<{ entities: Wire[] }>('GET', `${chatsPath}/${chatId}/messages`, { query })).entities;
        all.push(...page);
      }
      return all
        .filter(({ bodyType }) => bodyType === 'standard')
        .map(({ sender, body = '' }) => ({ author: sender?.id === visitor ? 'visitor' : 'agent', text: body }));
    },
  };
}
