import type { ChatConversation, Conversation, ConversationParticipant } from '../../protocol/schema/agent.ts';
import type { WebChatGuestMediaRequest } from '../../protocol/schema/media-request.ts';
import type { WebChatMessage } from '../../protocol/schema/message.ts';

export type Answer = { status: number; body: unknown; headers: Headers };

/** An agent as a test has it: through the service's own agent operations, as a bot would. */
export type TestAgent = {
  userId: string;
  token: string;
  /** Any request with the agent's credentials. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Alerting and connected chats. */
  chats(): Promise<ChatConversation[]>;
  conversation(conversationId: string): Promise<Conversation>;
  accept(conversationId: string): Promise<void>;
  say(conversationId: string, body: string): Promise<WebChatMessage>;
  type(conversationId: string): Promise<void>;
  messages(conversationId: string): Promise<WebChatMessage[]>;
  leave(conversationId: string): Promise<void>;
  end(conversationId: string): Promise<void>;
  askForMedia(conversationId: string, types?: string[]): Promise<WebChatGuestMediaRequest & { id: string }>;
};

export async function signInAgent({
  fetch,
  client,
}: {
  fetch: typeof globalThis.fetch;
  client: { id: string; secret: string };
}): Promise<TestAgent> {
  const granted = await fetch('/oauth/token', {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: answer.headers };
  }

  async function ask<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Body;
  }

  const { id: userId } = await ask<{ id: string }>('GET', '/api/v2/users/me');
  const chatPath = (id: string) => `/api/v2/conversations/chats/${id}`;
  const conversation = (id: string) => ask<Conversation>('GET', `/api/v2/conversations/${id}`);
  const own = async (id: string): Promise<ConversationParticipant> => {
    const mine = (await conversation(id)).participants.findLast((one) => one.userId === userId);
    if (!mine) throw new Error('This agent is not in the conversation');
    return mine;
  };
  const putState = async (id: string, state: string) => {
    await ask('PATCH', `${chatPath(id)}/participants/${(await own(id)).id}`, { state });
  };
  const communication = async (id: string) => `${chatPath(id)}/communications/${(await own(id)).chats[0]?.id}`;

  return {
    userId,
    token,
    call,
    chats: async () => (await ask<{ entities: ChatConversation[] }>('GET', '/api/v2/conversations/chats')).entities,
    conversation,
    accept: (id) => putState(id, 'connected'),
    leave: (id) => putState(id, 'disconnected'),
    say: async (id, body) => ask('POST', `${await communication(id)}/messages`, { body }),
    async type(id) {
      await ask('POST', `${await communication(id)}/typing`);
    },
    messages: async (id) => (await ask<{ entities: WebChatMessage[] }>('GET', `${chatPath(id)}/messages`)).entities,
    async end(id) {
      await ask('PATCH', chatPath(id), { state: 'disconnected' });
    },
    askForMedia: (id, types = ['COBROWSE']) => ask('POST', `${chatPath(id)}/mediarequests`, { types }),
  };
}
