import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createChatStore } from '../chat-store/chat-store.ts';
import { createConversationModel } from '../chat-store/conversation/conversation.ts';
import { createPreChatOutbox } from '../chat-store/pre-chat-outbox.ts';
import { createTabOutboxes } from '../chat-store/tab-outboxes.ts';
import { createGuestClient } from '../client/guest/guest-client.ts';
import { createHttpClient } from '../client/http-client.ts';
import { createMemoryStorage } from '../testing/fakes/memory-storage.ts';
import { createFakePage } from '../testing/fakes/page.ts';
import { createFakeRandom } from '../testing/fakes/random.ts';
import { type InProcessServer, startInProcessServer } from '../testing/harness/in-process-server.ts';
import { until } from '../testing/harness/until.ts';
import { createAgentClient } from './agent-connection.ts';
import { createDeliveryLog, type SentMessage } from './delivery-log.ts';
import { createFaultyNetwork } from './faulty-network.ts';
import { runScenario } from './run-scenario.ts';
import { createScenario, type Step } from './scenario.ts';

vi.setConfig({ testTimeout: 90_000 });

/** How much faster than real time all waits are. */
const haste = 40;
const heartbeatMs = 30_000 / haste;

test('a seeded run of 200 faults loses, doubles and swaps nothing', async () => {
  const session = await openStage();

  const { sums, worst, hits, starts } = await session.run(createScenario(2026, 200));
  await session.close();

  expect(sums).toEqual({ lost: 0, doubled: 0, swapped: 0, onTheWay: 0 });
  // Not at any moment of the run either: a visitor sees a fault even where the widget corrects it later.
  expect(worst).toEqual({ doubled: 0, swapped: 0 });
  expect(hits.kill).toBeGreaterThan(0);
  expect(starts).toBe(hits.kill);
  expect(Object.values(hits).reduce((sum, count) => sum + count, 0)).toBe(200);
  expect(Object.keys(hits)).toHaveLength(9);
});

test('the loss of the last frame is noticed at the next heartbeat, long before the regular refresh', async () => {
  const session = await openStage();
  const began = session.now();

  session.network.inject({ kind: 'drop', on: 'frame', ms: 0 });
  await session.ends.sendAsAgent('Anything else?');
  expect(await session.compare()).toMatchObject({ onTheWay: 1 });
  await session.ends.waitForAgreement();

  expect(session.network.hits()).toEqual({ drop: 1 });
  expect(session.now() - began).toBeLessThan(300_000);
  await session.close();
});

test('a planted loss is seen, once nothing is wrong any more', async () => {
  const session = await openStage();

  session.network.plant('loss');
  await session.ends.sendAsAgent('This will never come');
  await session.ends.sendAsAgent('This will');
  expect(await session.compare()).toMatchObject({ lost: 0 });

  await until(async () => (await session.compare()).lost > 0);
  expect(await session.compare()).toEqual({ lost: 1, doubled: 0, swapped: 0, onTheWay: 0 });
  await session.close();
});

test('a planted double is seen at once', async () => {
  const session = await openStage();

  session.network.plant('double');
  session.ends.sendAsVisitor('Once');
  session.ends.sendAsVisitor('Another');
  await session.ends.waitForAgreement();

  expect(await session.compare()).toEqual({ lost: 0, doubled: 1, swapped: 0, onTheWay: 0 });
  await session.close();
});

/** The real client and the real service on a store of their own, with the playground's line between them. */
async function openStage() {
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-playground-'));
  const begin = () => startInProcessServer({ folder, time: 'real', settings: { heartbeatMs } });
  let server: InProcessServer = await begin();
  /** Connects to the current address of the service, which changes when it starts again after a kill. */
  class SocketToService extends WebSocket {
    constructor(uri: string) {
      super(uri.replace(/^ws:\/\/[^/]+/, server.origin.replace('http', 'ws')));
    }
  }
  const clock = {
    now: () => Date.now(),
    monotonicNow: () => performance.now() * haste,
    after(delayMs: number, task: () => void) {
      const timer = setTimeout(task, delayMs / haste);
      return () => clearTimeout(timer);
    },
  };
  const network = createFaultyNetwork({
    fetch: (request) => server.fetch(request),
    WebSocket: SocketToService,
    after: clock.after,
  });
  const { organizationId, deploymentId, queue } = server.seed;
  const api = createGuestClient({
    base: server.origin,
    organizationId,
    deploymentId,
    routing: { queue },
    fetch: (request) => network.fetch(request),
    WebSocket: network.WebSocket,
    clock,
    random: createFakeRandom(0.3),
  });
  const store = createChatStore({
    engine: async () => ({ api, createConversationModel, createTabOutboxes }),
    createModel: createPreChatOutbox,
    clock,
    random: createFakeRandom(0.3),
    page: createFakePage(),
    storageKey: 'chat',
    storage: createMemoryStorage(),
    guest: { displayName: 'Vera' },
  });
  const { call } = createHttpClient({ base: server.origin, fetch: (request) => server.fetch(request), clock });
  const agent = createAgentClient(call, server.seed);
  const sums = { lost: 0, doubled: 0, swapped: 0, onTheWay: 0 };
  const worst = { doubled: 0, swapped: 0 };
  let starts = 0;
  let written: SentMessage[] = [];
  let log = createDeliveryLog();
  let chat = '';

  async function compare() {
    const shown = store.entries.value.flatMap(({ kind, senderId, body }): SentMessage[] =>
      kind === 'standard' ? [{ author: senderId === store.me.value ? 'visitor' : 'agent', text: body }] : [],
    );
    const committed = await agent.listMessages(chat);
    const count = log.count({ written, shown, committed }, clock.monotonicNow(), network.isHealthy());
    for (const name of ['doubled', 'swapped'] as const) worst[name] = Math.max(worst[name], count[name]);
    return count;
  }

  async function waitForAgreement(): Promise<void> {
    let count = await compare();
    await until(
      async () => {
        count = await compare();
        return count.onTheWay === 0;
      },
      `both ends to agree: ${JSON.stringify(count)}`,
    );
  }

  async function startChat(): Promise<void> {
    await store.start();
    chat = store.conversationId.value ?? '';
    await until(async () => (await agent.findState(chat)) === 'alerting');
    await agent.accept(chat);
    await until(() => store.status.value === 'connected');
  }

  async function closeLog(): Promise<void> {
    const count = await compare();
    for (const name of ['lost', 'doubled', 'swapped', 'onTheWay'] as const) sums[name] += count[name];
    written = [];
    log = createDeliveryLog();
  }

  const ends = {
    network,
    sendAsVisitor(text: string) {
      written.push({ author: 'visitor', text });
      store.send(text);
    },
    async sendAsAgent(text: string) {
      written.push({ author: 'agent', text });
      await agent.sendMessage(chat, text, randomUUID());
    },
    waitForAgreement,
    async killService() {
      await server.stop();
      server = await begin();
      starts++;
    },
    async startNextChat() {
      await closeLog();
      store.send('Is anybody there?');
      await until(() => store.status.value === 'ended', 'the end after an expiry');
      expect(store.entries.value.at(-1)?.delivery).toMatchObject({ state: 'failed' });
      await agent.endChat(chat);
      store.reset();
      await startChat();
    },
    async pause(ms: number) {
      await new Promise<void>((resolve) => void clock.after(ms, resolve));
      await compare();
    },
  };
  await startChat();
  return {
    network,
    ends,
    compare,
    now: clock.monotonicNow,
    async run(scenario: readonly Step[]) {
      await runScenario(scenario, ends, () => {}, new AbortController().signal);
      await closeLog();
      return { sums, worst, hits: network.hits(), starts };
    },
    async close() {
      await store.end();
      store.dispose();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
