import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createChatStore } from '../../chat-store/chat-store.ts';
import { createConversationModel } from '../../chat-store/conversation/conversation.ts';
import { createPreChatOutbox } from '../../chat-store/pre-chat-outbox.ts';
import { createTabOutboxes } from '../../chat-store/tab-outboxes.ts';
import { createGuestClient } from '../../client/guest/guest-client.ts';
import { shareAmongTabs } from '../../client/tabs/share-conversation.ts';
import { createMemoryStorage } from '../fakes/memory-storage.ts';
import { createFakePage } from '../fakes/page.ts';
import { createFakeRandom } from '../fakes/random.ts';
import type { createFakeBrowser } from '../fakes/tabs.ts';
import type { InProcessServer } from './in-process-server.ts';
import { until } from './until.ts';
import { withinLimit } from './within-limit.ts';

/** What may go wrong between a visitor and the service; change it at any time. */
export type NetworkConditions = {
  isOffline: boolean;
  /** Something on the way lets requests through and no sockets. */
  refusesSockets: boolean;
  /** Frames arrive twice. */
  isDoubling: boolean;
  /** How many of the next sends are committed while their answer is lost. */
  lostAnswers: number;
  /** What becomes of an answer on its way: the service has done its part by then. */
  interceptAnswer?: ((answer: Response, request: Request) => Response | Promise<Response>) | undefined;
  /** How far the visitor's wall clock is off. */
  clockIsOffMs?: number;
  /** Instead of the token of the conversation. */
  token?: string | undefined;
};

/** How much faster than real time a visitor's clock runs: waits of the client pass quickly, sockets stay real. */
const clockSpeed = 20;

/** A visitor with the whole client, from the store to real requests and sockets. `stored` is the storage of an earlier page. */
export function openVisitor(
  server: InProcessServer,
  stored = new Map<string, string>(),
  name = 'Gina',
  browser?: ReturnType<typeof createFakeBrowser>,
  conditions: Partial<NetworkConditions> = {},
  /** Whether all tabs of the browser share `stored`. */
  isStorageShared = false,
) {
  const network: NetworkConditions = {
    isOffline: false,
    refusesSockets: false,
    isDoubling: false,
    lostAnswers: 0,
    ...conditions,
  };
  const clock = createFastClock(network);
  const random = createFakeRandom(0.1);
  const tabs = browser?.open();
  const page = createFakePage();
  const { organizationId, deploymentId, queue } = server.seed;
  const guest = createGuestClient({
    base: server.origin,
    organizationId,
    deploymentId,
    routing: { queue },
    fetch: (request) => fetchOverNetwork(network, server, request),
    WebSocket: createSocketClass(network),
    clock,
    random,
  });
  const api = tabs ? shareAmongTabs(guest, tabs, clock) : guest;
  const store = createChatStore({
    engine: async () => ({ api, createConversationModel, createTabOutboxes }),
    createModel: createPreChatOutbox,
    clock,
    random,
    page,
    ...(tabs && { tabs }),
    storageKey: 'chat',
    isStorageShared,
    storage: createMemoryStorage(stored),
    guest: name ? { displayName: name } : {},
  });
  let isClosed = false;
  onTestFinished(async () => {
    if (isClosed) return;
    // An agent takes four chats at a time: who leaves one open stands in the next test's way.
    Object.assign(network, { isOffline: false, token: undefined, meddle: undefined });
    await withinLimit('a visitor to end the chat', store.end());
    store.dispose();
  });
  return {
    store,
    /** As when the browser closes the tab: the chat goes on without it. */
    close() {
      isClosed = true;
      store.dispose();
    },
    network: network,
    page,
    stored: stored,
    /** How many timers of the client run. */
    timers: clock.pending,
    /** What stands in the transcript, joins and leaves left out. */
    reads: () => store.entries.value.flatMap(({ kind, body }) => (kind === 'standard' ? body : [])),
    deliveries: () => store.entries.value.map(({ delivery }) => delivery.state),
    sees: (status: string) => until(() => store.status.value === status, `status ${status}, not ${store.status.value}`),
    conversationId: () => {
      const { session } = store;
      if (session.value.phase !== 'live') throw new Error(`No chat is live: ${session.value.phase}`);
      return session.value.conversation.id;
    },
  };
}

async function fetchOverNetwork(
  network: NetworkConditions,
  server: InProcessServer,
  request: Request,
): Promise<Response> {
  if (network.isOffline) throw new TypeError('Failed to fetch');
  const { headers } = request;
  if (network.token) headers.set('Authorization', `Bearer ${network.token}`);
  const answer = await server.fetch(new Request(request, { headers }));
  if (request.method === 'POST' && request.url.endsWith('/messages') && network.lostAnswers-- > 0) {
    throw new TypeError('Failed to fetch');
  }
  return network.interceptAnswer ? network.interceptAnswer(answer, request) : answer;
}

function createSocketClass(network: NetworkConditions): unknown {
  return class extends WebSocket {
    constructor(uri: string) {
      // No server listens on port 1.
      super(network.isOffline || network.refusesSockets ? 'ws://127.0.0.1:1' : uri);
    }

    override addEventListener(type: string, listener: unknown, options?: object): void {
      const deliver = listener as (event: unknown) => void;
      const deliverTwice = (event: unknown) => {
        deliver(event);
        if (network.isDoubling) deliver(event);
      };
      super.addEventListener(type as 'message', type === 'message' ? deliverTwice : deliver, options);
    }
  };
}

function createFastClock({ clockIsOffMs = 0 }: NetworkConditions) {
  const running = new Set<NodeJS.Timeout>();
  return {
    pending: () => running.size,
    now: () => Date.now() + clockIsOffMs,
    monotonicNow: () => performance.now() * clockSpeed,
    after(delayMs: number, task: () => void) {
      const timer = setTimeout(() => {
        running.delete(timer);
        task();
      }, delayMs / clockSpeed);
      running.add(timer);
      return () => {
        running.delete(timer);
        clearTimeout(timer);
      };
    },
  };
}
