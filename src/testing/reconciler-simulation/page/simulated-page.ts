import type { Capabilities } from '../../../chat/model.ts';
import type { ChatAction, ChatEffect, TimerName } from '../../../chat/reconciler/actions.ts';
import type { PendingMessage } from '../../../chat/reconciler/pending-message.ts';
import { reduce } from '../../../chat/reconciler/reducer.ts';
import { outboxOf } from '../../../chat/reconciler/selectors.ts';
import { type ChatState, createChatState } from '../../../chat/reconciler/state.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What is under test. A mutant wraps these from outside; the shipped code knows nothing of it. */
export type Rules = {
  reduce: typeof reduce;
  create: (outbox: readonly PendingMessage[], pageSize: number) => ChatState;
};

export const shippedRules: Rules = {
  reduce: reduce,
  create: (outbox, pageSize) => createChatState({ outbox, pageSize }),
};

/** What happened at one step, for the invariants. */
export type Observation = { before: ChatState; after: ChatState; effects: readonly ChatEffect[]; timers: number };

export type PageOptions = {
  time: VirtualTime;
  network: SimulatedNetwork;
  chance: (below: number) => number;
  rules: Rules;
  pageSize: number;
  /** What outlives a page. */
  disk: { outbox: string };
  me: string;
  capabilities: Capabilities;
  onStep(observation: Observation): void;
  onCrash(): void;
};

/** One loaded page: carries out effects as a browser would, until it is killed. */
export interface SimulatedPage {
  readonly state: () => ChatState;
  dispatch(input: ChatAction): void;
  drop(): void;
  kill(): void;
}

export function openSimulatedPage(options: PageOptions): SimulatedPage {
  const { time, network, chance, rules, disk } = options;
  const timers = new Map<TimerName, () => void>();
  // A page's monotonic clock starts again with each page.
  const bornAt = time.now() - chance(1_000);
  let state = rules.create(JSON.parse(disk.outbox) as PendingMessage[], options.pageSize);
  let isAlive = true;
  let backoffMs = 0;
  let connection = { drop: () => {}, close: () => {} };

  function dispatch(input: ChatAction): void {
    if (!isAlive) return;
    const before = state;
    const { state: after, effects } = rules.reduce(before, input, time.now() - bornAt);
    state = after;
    for (const effect of effects) if (isAlive) runEffect(effect);
    options.onStep({ before, after, effects, timers: timers.size });
  }

  function runEffect(effect: ChatEffect): void {
    switch (effect.type) {
      case 'list':
        return network.list(effect.query, (answer) => dispatch(listInput(effect.request, answer)));
      case 'post': {
        const { key, attempt } = effect;
        return network.post(
          effect,
          (answer) =>
            dispatch(
              'message' in answer
                ? { type: 'posted', key, attempt, ...answer }
                : { type: 'post-failed', key, attempt, ...answer },
            ),
          kill,
        );
      }
      case 'set-timer':
        return setTimer(effect);
      case 'clear-timer':
        return clearTimer(effect.timer);
      case 'save-outbox':
        disk.outbox = JSON.stringify(outboxOf(state));
        return;
      default:
        effect satisfies never;
    }
  }

  function setTimer({ timer, delayMs, spread }: Extract<ChatEffect, { type: 'set-timer' }>) {
    clearTimer(timer);
    const spreadMs = delayMs * (1 + (spread * (chance(2_001) - 1_000)) / 1_000);
    const fire = () => {
      timers.delete(timer);
      dispatch({ type: 'timer-fired', timer });
    };
    timers.set(timer, time.after(spreadMs, fire));
  }

  function clearTimer(timer: TimerName) {
    timers.get(timer)?.();
    timers.delete(timer);
  }

  function connect(): void {
    if (!isAlive) return;
    connection = network.connect({
      onOpen() {
        backoffMs = 0;
        dispatch({ type: 'stream-opened' });
      },
      onLost() {
        backoffMs = Math.min(backoffMs ? backoffMs * 2 : 500, 8_000);
        time.after(backoffMs, connect);
        dispatch({ type: 'stream-lost' });
      },
      onFrame: (message) => dispatch({ type: 'received', message }),
      onMalformed: () => dispatch({ type: 'frame-dropped' }),
      onHeartbeat: (seq) => dispatch({ type: 'latest-seq', seq }),
    });
  }

  function kill(): void {
    if (!isAlive) return;
    isAlive = false;
    connection.close();
    for (const timer of [...timers.keys()]) clearTimer(timer);
    time.after(0, options.onCrash);
  }

  dispatch({ type: 'began', me: options.me, capabilities: options.capabilities });
  connect();
  return { state: () => state, dispatch: dispatch, drop: () => connection.drop(), kill };
}

type Answer = Parameters<Parameters<SimulatedNetwork['list']>[1]>[0];

function listInput(request: number, answer: Answer): ChatAction {
  return 'messages' in answer ? { type: 'listed', request, ...answer } : { type: 'list-failed', request, ...answer };
}
