import { type ReadonlySignal, signal } from '@preact/signals';
import type { AgentClient } from './agent-connection.ts';
import { createDeliveryLog, type DeliveryCounts, type SentMessage } from './delivery-log.ts';
import { type ChatEnds, runScenario } from './run-scenario.ts';
import type { Fault, FaultKind, Step } from './scenario.ts';
import type { VisitorPage } from './visitor-page.ts';

export type RunState =
  | { state: 'idle' }
  | { state: 'playing'; index: number; step: Step | undefined; length: number }
  | { state: 'done' | 'stopped' | 'failed' };

/** A visitor and an agent with the network between them, and what each end knows. */
export interface Session {
  readonly messages: ReadonlySignal<readonly SentMessage[]>;
  /** The state of the agent in the chat. */
  readonly agentState: ReadonlySignal<'none' | 'alerting' | 'connected'>;
  /** The counts of the running chat and of earlier ones. */
  readonly count: ReadonlySignal<DeliveryCounts>;
  readonly hits: ReadonlySignal<Readonly<Partial<Record<FaultKind, number>>>>;
  readonly runState: ReadonlySignal<RunState>;
  sendAsAgent(text: string): Promise<void>;
  end(): Promise<void>;
  inject(fault: Fault): void;
  plant(mistake: 'loss' | 'double'): void;
  runScenario(plan: readonly Step[]): Promise<void>;
  stopRun(): void;
  dispose(): void;
}

export type SessionOptions = {
  page: VisitorPage;
  agent: AgentClient;
  /** Has the service crash, and settles once it is back. */
  crash(): Promise<void>;
  pause(ms: number): Promise<void>;
  now(): number;
  randomId(): string;
};

const refreshMs = 700;
const maxTries = 120;
/** How many of the last lines a chat draws in any case. */
const minDrawn = 60;
const none: DeliveryCounts = { lost: 0, doubled: 0, swapped: 0, onTheWay: 0 };

export function createSession({ page, agent, crash, pause, now, randomId }: SessionOptions): Session {
  const lines = signal<readonly SentMessage[]>([]);
  const agentState = signal<'none' | 'alerting' | 'connected'>('none');
  const count = signal(none);
  const hits = signal<Readonly<Partial<Record<FaultKind, number>>>>({});
  const run = signal<RunState>({ state: 'idle' });
  const disposal = new AbortController();
  let stopRun = new AbortController();
  let before = none;
  let written: SentMessage[] = [];
  let log = createDeliveryLog();
  let isBetweenChats = false;
  let chatId = '';

  page.onWritten((text) => written.push({ author: 'visitor', text }));

  /** Adds the counts of the chat to the sums and starts a new log. */
  function startNewLog(): void {
    before = count.value;
    written = [];
    log = createDeliveryLog();
  }

  async function refresh(): Promise<void> {
    const current = page.conversationId();
    if (!current || isBetweenChats) return;
    if (chatId && current !== chatId) {
      // What was written to the chat that has just begun is what stands in it.
      const begun = written.slice(-page.listShown().length);
      startNewLog();
      written = begun;
    }
    chatId = current;
    const stands = (await agent.findState(chatId)) ?? 'none';
    if (stands === 'alerting') await agent.accept(chatId);
    agentState.value = stands;
    // Nothing can be read before the agent is in.
    if (stands !== 'connected') return;
    const shown = page.listShown();
    lines.value = await agent.listMessages(chatId);
    // The visitor's page draws only the end of a long chat.
    const committed = shown.length < minDrawn ? lines.value : lines.value.slice(-shown.length);
    const sight = { shown, committed, written: shown.length < minDrawn ? written : [] };
    const own = log.count(sight, now(), page.network.isHealthy());
    const sum = (name: 'lost' | 'doubled' | 'swapped') => before[name] + own[name];
    count.value = { lost: sum('lost'), doubled: sum('doubled'), swapped: sum('swapped'), onTheWay: own.onTheWay };
    hits.value = { ...page.network.hits() };
  }

  async function until(isTrue: () => boolean): Promise<void> {
    for (let turn = 0; turn < maxTries && !disposal.signal.aborted && !stopRun.signal.aborted; turn++) {
      if (isTrue()) return;
      await pause(refreshMs / 2);
    }
  }

  async function startChat(): Promise<void> {
    await page.start();
    await until(() => agentState.value === 'connected' && page.status() === 'connected');
  }

  async function say(text: string): Promise<void> {
    written.push({ author: 'agent', text });
    // While the service is away the message is sent again, under the same key.
    const key = randomId();
    for (let turn = 0; turn < maxTries; turn++) {
      try {
        return await agent.sendMessage(chatId, text, key);
      } catch (error) {
        if (turn === maxTries - 1 || disposal.signal.aborted) throw error;
        await pause(refreshMs);
      }
    }
  }

  const ends: ChatEnds = {
    network: page.network,
    sendAsVisitor: page.send,
    sendAsAgent: say,
    pause,
    killService: crash,
    waitForAgreement: () => until(() => count.value.onTheWay === 0 && page.status() === 'connected'),
    async startNextChat() {
      startNewLog();
      isBetweenChats = true;
      const last = chatId;
      page.send('Is anybody there?');
      await until(() => page.status() === 'ended');
      await agent.endChat(last);
      await page.reset();
      agentState.value = 'none';
      chatId = '';
      written = [];
      isBetweenChats = false;
      await startChat();
    },
  };

  async function watch(): Promise<void> {
    while (!disposal.signal.aborted) {
      // The service may be away for a while: runs include crashes.
      await refresh().catch(() => {});
      await pause(refreshMs);
    }
  }
  void watch();

  return {
    messages: lines,
    agentState,
    count,
    hits,
    runState: run,
    sendAsAgent: say,
    end: () => agent.endChat(chatId),
    inject: page.network.inject,
    plant: page.network.plant,
    async runScenario(plan) {
      stopRun = new AbortController();
      const { signal: isOver } = stopRun;
      const length = plan.length;
      run.value = { state: 'playing', index: 0, step: undefined, length };
      try {
        if (agentState.value !== 'connected') await startChat();
        const onStep = (step: Step, index: number) => {
          run.value = { state: 'playing', index, step, length };
        };
        await runScenario(plan, ends, onStep, isOver);
        run.value = { state: isOver.aborted ? 'stopped' : 'done' };
      } catch {
        run.value = { state: 'failed' };
      }
    },
    stopRun() {
      stopRun.abort();
      page.network.clearFaults();
    },
    dispose() {
      disposal.abort();
      stopRun.abort();
    },
  };
}
