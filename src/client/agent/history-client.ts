import { ChatError } from '../../chat/errors.ts';
import { decodeNamed } from '../admin/decode-organization.ts';
import { asRecord, decodeList } from '../decode-wire.ts';
import type { Call, Operation } from '../http-client.ts';
import { decodeEarlierPage } from './decode-earlier-chat.ts';
import { decodePastChat, decodePastChatText } from './decode-past-chat.ts';
import type { HistoryClient, Named } from './history-port.ts';

const base = '/api/v2/conversations/history';
const at = {
  search: { method: 'GET', path: base },
  get: { method: 'GET', path: `${base}/{chatId}` },
  read: { method: 'GET', path: `${base}/{chatId}/messages` },
  listQueues: { method: 'GET', path: '/api/v2/routing/queues' },
  listPeople: { method: 'GET', path: '/api/v2/users' },
  listDeployments: { method: 'GET', path: '/api/v2/webchat/deployments' },
} as const satisfies Record<string, Operation>;

/** Past chats, for the user of the call's credentials. */
export function createHistoryClient(call: Call): HistoryClient {
  const listNamed = async (operation: Operation): Promise<Named[]> =>
    decodeList((await orRefused(() => call(operation)))?.body, decodeNamed) ?? [];

  return {
    async searchHistory({ from, to, ...words }, after) {
      const given = Object.entries(words).map(([name, value]) => [name, value || undefined] as const);
      const { body } = await call(at.search, {
        query: { ...Object.fromEntries(given), from: iso(from), to: iso(to), after },
      });
      const { next, unindexedChats } = asRecord(body);
      return {
        chats: needed(decodeList(body, decodePastChat)),
        hasMore: next !== undefined,
        unindexedChats: typeof unindexedChats === 'number' ? unindexedChats : 0,
      };
    },
    async getPastChat(chatId) {
      const answer = await orRefused(() => call(at.get, { ids: { chatId } }));
      return answer && needed(decodePastChatText(answer.body));
    },
    async readPastChat(chatId, after) {
      const { body } = await call(at.read, { ids: { chatId }, query: { after } });
      return needed(decodeEarlierPage(body));
    },
    async listHistoryChoices() {
      const [queues, people, deployments] = await Promise.all([
        listNamed(at.listQueues),
        listNamed(at.listPeople),
        listNamed(at.listDeployments),
      ]);
      return { queues, people, deployments };
    },
  };
}

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

/** Undefined where this user may not read it. */
async function orRefused<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ChatError && (error.kind === 'gone' || error.status === 403)) return undefined;
    throw error;
  }
}

function needed<T>(decoded: T | undefined): T {
  if (decoded === undefined) throw new ChatError('unreadable');
  return decoded;
}
