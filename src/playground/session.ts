import { type ReadonlySignal, signal } from '@preact/signals';
import type { AgentLine } from './agent-connection.ts';
import { type Count, createLedger, type Said } from './delivery-log.ts';
import { type Ends, play } from './run-scenario.ts';
import type { Fault, FaultKind, Step } from './scenario.ts';
import type { VisitorPage } from './visitor-page.ts';

export type Run =
  | { state: 'idle' }
  | { state: 'playing'; index: number; step: Step | undefined; length: number }
  | { state: 'done' | 'stopped' | 'failed' };

/** A visitor and an agent with the line between them, and what both know of each other. */
export interface Stage {
  readonly lines: ReadonlySignal<readonly Said[]>;
  /** How the agent stands to the chat. */
  readonly agentState: ReadonlySignal<'none' | 'alerting' | 'connected'>;
  /** Of the running chat and of those before it. */
  readonly count: ReadonlySignal<Count>;
  readonly hits: ReadonlySignal<Readonly<Partial<Record<FaultKind, number>>>>;
  readonly run: ReadonlySignal<Run>;
  say(text: string): Promise<void>;
  end(): Promise<void>;
  inject(fault: Fault): void;
  plant(mistake: 'loss' | 'double'): void;
  play(plan: readonly Step[]): Promise<void>;
  stopRun(): void;
  dispose(): void;
}

export type StageOptions = {
  page: VisitorPage;
  agent: AgentLine;
  /** Has the service crash, and settles once it is back. */
  crash(): Promise<void>;
  pause(ms: number): Promise<void>;
  now(): number;
  randomId(): string;
};

const lookMs = 700;
const tries = 120;
/** How many of the last lines a chat draws in any case. */
const drawnAtLeast = 60;
const none: Count = { lost: 0, doubled: 0, swapped: 0, onTheWay: 0 };

export function createStage({ page, agent, crash, pause, now, randomId }: StageOptions): Stage {
  const lines = signal<readonly Said[]>([]);
  const agentState = signal<'none' | 'alerting' | 'connected'>('none');
  const count = signal(none);
  const hits = signal<Readonly<Partial<Record<FaultKind, number>>>>({});
  const run = signal<Run>({ state: 'idle' });
  const life = new AbortController();
  let stopRun = new AbortController();
  let before = none;
  let written: Said[] = [];
  let ledger = createLedger();
  let isBetweenChats = false;
  let chatId = '';

  page.onWritten((text) => written.push({ author: 'visitor', text }));

  /** A chat that is over keeps its sums. */
  function closeAccount(): void {
    before = count.value;
    written = [];
    ledger = createLedger();
  }

  async function look(): Promise<void> {
    const current = page.conversationId();
    if (!current || isBetweenChats) return;
    if (chatId && current !== chatId) {
      // What was written to the chat that has just begun is what stands in it.
      const begun = written.slice(-page.shown().length);
      closeAccount();
      written = begun;
    }
    chatId = current;
    const stands = (await agent.stateOf(chatId)) ?? 'none';
    if (stands === 'alerting') await agent.accept(chatId);
    agentState.value = stands;
    // Nothing can be read before the agent is in.
    if (stands !== 'connected') return;
    const shown = page.shown();
    lines.value = await agent.said(chatId);
    // The visitor's page draws only the end of a long chat.
    const committed = shown.length < drawnAtLeast ? lines.value : lines.value.slice(-shown.length);
    const sight = { shown, committed, written: shown.length < drawnAtLeast ? written : [] };
    const own = ledger.look(sight, now(), page.line.isCalm());
    const sum = (name: 'lost' | 'doubled' | 'swapped') => before[name] + own[name];
    count.value = { lost: sum('lost'), doubled: sum('doubled'), swapped: sum('swapped'), onTheWay: own.onTheWay };
    hits.value = { ...page.line.hits() };
  }

  async function until(isTrue: () => boolean): Promise<void> {
    for (let turn = 0; turn < tries && !life.signal.aborted && !stopRun.signal.aborted; turn++) {
      if (isTrue()) return;
      await pause(lookMs / 2);
    }
  }

  async function startChat(): Promise<void> {
    await page.start();
    await until(() => agentState.value === 'connected' && page.status() === 'connected');
  }

  async function say(text: string): Promise<void> {
    written.push({ author: 'agent', text });
    // While the service is away it is said again, under its own key.
    const key = randomId();
    for (let turn = 0; turn < tries; turn++) {
      try {
        return await agent.say(chatId, text, key);
      } catch (error) {
        if (turn === tries - 1 || life.signal.aborted) throw error;
        await pause(lookMs);
      }
    }
  }

  const ends: Ends = {
    line: page.line,
    visitorSays: page.send,
    agentSays: say,
    pause,
    kill: crash,
    agree: () => until(() => count.value.onTheWay === 0 && page.status() === 'connected'),
    async startAgain() {
      closeAccount();
      isBetweenChats = true;
      const last = chatId;
      page.send('Is anybody there?');
      await until(() => page.status() === 'ended');
      await agent.end(last);
      await page.reset();
      agentState.value = 'none';
      chatId = '';
      written = [];
      isBetweenChats = false;
      await startChat();
    },
  };

  async function watch(): Promise<void> {
    while (!life.signal.aborted) {
      // The service may be away for a while: that is what is played here.
      await look().catch(() => {});
      await pause(lookMs);
    }
  }
  void watch();

  return {
    lines,
    agentState,
    count,
    hits,
    run,
    say,
    end: () => agent.end(chatId),
    inject: page.line.inject,
    plant: page.line.plant,
    async play(plan) {
      stopRun = new AbortController();
      const { signal: isOver } = stopRun;
      const length = plan.length;
      run.value = { state: 'playing', index: 0, step: undefined, length };
      try {
        if (agentState.value !== 'connected') await startChat();
        const onStep = (step: Step, index: number) => {
          run.value = { state: 'playing', index, step, length };
        };
        await play(plan, ends, onStep, isOver);
        run.value = { state: isOver.aborted ? 'stopped' : 'done' };
      } catch {
        run.value = { state: 'failed' };
      }
    },
    stopRun() {
      stopRun.abort();
      page.line.calm();
    },
    dispose() {
      life.abort();
      stopRun.abort();
    },
  };
}
