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
export type Weather = {
  isOffline: boolean;
  /** Something on the way lets requests through and no sockets. */
  refusesSockets: boolean;
  /** Frames arrive twice. */
  isDoubling: boolean;
  /** How many of the next sends are committed while their answer is lost. */
  lostAnswers: number;
  /** What becomes of an answer on its way: the service has done its part by then. */
  meddle?: ((answer: Response, request: Request) => Response | Promise<Response>) | undefined;
  /** How far the visitor's wall clock is off. */
  clockIsOffMs?: number;
  /** Instead of the token of the conversation. */
  token?: string | undefined;
};

/** How much faster than real time a visitor's clock runs: waits of the client pass quickly, sockets stay real. */
const haste = 20;

/** A visitor with the whole client, from the store to real requests and sockets. `kept` is what an earlier page kept. */
export function openVisitor(
  server: InProcessServer,
  kept = new Map<string, string>(),
  name = 'Gina',
  browser?: ReturnType<typeof createFakeBrowser>,
  forecast: Partial<Weather> = {},
  /** `kept` is a storage that all tabs of the browser share. */
  isStorageShared = false,
) {
  const weather: Weather = { isOffline: false, refusesSockets: false, isDoubling: false, lostAnswers: 0, ...forecast };
  const clock = createHastyClock(weather);
  const random = createFakeRandom(0.1);
  const tabs = browser?.open();
  const page = createFakePage();
  const { organizationId, deploymentId, queue } = server.seed;
  const guest = createGuestClient({
    base: server.origin,
    organizationId,
    deploymentId,
    routing: { queue },
    fetch: (request) => fetchIn(weather, server, request),
    WebSocket: socketIn(weather),
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
    storage: createMemoryStorage(kept),
    guest: name ? { displayName: name } : {},
  });
  let isClosed = false;
  onTestFinished(async () => {
    if (isClosed) return;
    // An agent takes four chats at a time: who leaves one open stands in the next test's way.
    Object.assign(weather, { isOffline: false, token: undefined, meddle: undefined });
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
    weather,
    page,
    kept,
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

async function fetchIn(weather: Weather, server: InProcessServer, request: Request): Promise<Response> {
  if (weather.isOffline) throw new TypeError('Failed to fetch');
  const { headers } = request;
  if (weather.token) headers.set('Authorization', `Bearer ${weather.token}`);
  const answer = await server.fetch(new Request(request, { headers }));
  if (request.method === 'POST' && request.url.endsWith('/messages') && weather.lostAnswers-- > 0) {
    throw new TypeError('Failed to fetch');
  }
  return weather.meddle ? weather.meddle(answer, request) : answer;
}

function socketIn(weather: Weather): unknown {
  return class extends WebSocket {
    constructor(uri: string) {
      // Nobody listens on port 1.
      super(weather.isOffline || weather.refusesSockets ? 'ws://127.0.0.1:1' : uri);
    }

    override addEventListener(type: string, listener: unknown, options?: object): void {
      const hear = listener as (event: unknown) => void;
      const hearTwice = (event: unknown) => {
        hear(event);
        if (weather.isDoubling) hear(event);
      };
      super.addEventListener(type as 'message', type === 'message' ? hearTwice : hear, options);
    }
  };
}

function createHastyClock({ clockIsOffMs = 0 }: Weather) {
  const running = new Set<NodeJS.Timeout>();
  return {
    pending: () => running.size,
    now: () => Date.now() + clockIsOffMs,
    monotonicNow: () => performance.now() * haste,
    after(delayMs: number, task: () => void) {
      const timer = setTimeout(() => {
        running.delete(timer);
        task();
      }, delayMs / haste);
      running.add(timer);
      return () => {
        running.delete(timer);
        clearTimeout(timer);
      };
    },
  };
}
