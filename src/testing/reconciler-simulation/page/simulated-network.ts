import type { Message } from '../../../chat/model.ts';
import type { ListFailure, ListQuery, PostFailure } from '../../../chat/reconciler/actions.ts';
import type { Fault } from './schedule.ts';
import type { SimulatedService } from './simulated-service.ts';
import type { VirtualTime } from './virtual-time.ts';

export type Post = { key: string; body: string };
export type PostAnswer = { message: Message } | { failure: PostFailure };
export type ListAnswer = { messages: Message[] } | { failure: ListFailure };

export type StreamListeners = {
  onOpen(): void;
  onLost(): void;
  onFrame(message: Message): void;
  onMalformed(): void;
  onHeartbeat(seq: number): void;
};

/** The way between one page and the service, with the faults that wait for their moment. */
export interface SimulatedNetwork {
  readonly faults: Fault[];
  post(post: Post, answer: (answer: PostAnswer) => void, crash: () => void): void;
  list(query: ListQuery, answer: (answer: ListAnswer) => void): void;
  /** Returns how to cut the line: with a word to the listener, or without. */
  connect(listeners: StreamListeners): { drop(): void; close(): void };
  /** From now on nothing goes wrong any more. */
  heal(): void;
}

export type NetworkOptions = {
  time: VirtualTime;
  service: SimulatedService;
  chance: (below: number) => number;
  isOurs: boolean;
  /** Added to every late commit. */
  laterMs: number;
  visitor: string;
};

const HEARTBEAT_MS = 30_000;

export function createSimulatedNetwork(options: NetworkOptions): SimulatedNetwork {
  const { time, service, chance } = options;
  const faults: Fault[] = [];
  let isHealed = false;

  function next<Line extends Fault['on']>(line: Line): Extract<Fault, { on: Line }> | undefined {
    const index = faults.findIndex(({ on }) => on === line);
    if (isHealed || index < 0) return undefined;
    return faults.splice(index, 1)[0] as Extract<Fault, { on: Line }>;
  }

  function post({ key, body }: Post, answer: (answer: PostAnswer) => void, crash: () => void) {
    const fault = next('post');
    const commit = () => service.commit(options.visitor, body, key);
    const fail = (failure: PostFailure) => time.after(20 + chance(80), () => answer({ failure }));
    const commitAndAnswer = () => {
      const message = commit();
      time.after(5 + chance(60), () => answer(message ? { message } : { failure: { type: 'over' } }));
    };
    if (!fault) return time.after(20 + chance(80), commitAndAnswer);
    switch (fault.kind) {
      case 'refused':
        return fail({ type: 'wait', waitMs: 1_000 });
      case 'limited':
        return fail({ type: 'wait', waitMs: 2_000 });
      case 'lost-before':
        return;
      case 'error-before':
        return fail({ type: 'unknown' });
      case 'lost-after':
        return time.after(20 + chance(80), commit);
      case 'late-commit':
        return time.after(fault.delayMs + options.laterMs, commit);
      case 'late-answer':
        return time.after(fault.delayMs + options.laterMs, commitAndAnswer);
      case 'error-after':
        time.after(20 + chance(80), commit);
        return time.after(120, () => answer({ failure: { type: 'unknown' } }));
      case 'crash':
        time.after(20 + chance(80), commit);
        return crash();
      default:
        fault.kind satisfies never;
    }
  }

  const list: SimulatedNetwork['list'] = (query, answer) => {
    const fault = next('list');
    time.after(10 + chance(150), () => {
      if (fault?.kind === 'error') return answer({ failure: 'transient' });
      const isBlind = fault?.kind === 'unknown-cursor' && (query.after ?? query.before) !== undefined;
      const { after: _, ...rest } = query;
      const messages = isBlind ? undefined : service.list(fault?.kind === 'cursor-ignored' ? rest : query);
      time.after(10 + chance(150), () => answer(messages ? { messages } : { failure: 'unknown-cursor' }));
    });
  };

  function deliver(message: Message, listeners: StreamListeners, isOpen: () => boolean): void {
    const kind = next('frame')?.kind;
    const arrive = () => isOpen() && (kind === 'malformed' ? listeners.onMalformed() : listeners.onFrame(message));
    if (kind === 'lost') return;
    time.after(5 + chance(kind === 'late' ? 4_000 : 60), arrive);
    if (kind === 'twice') time.after(70 + chance(3_000), arrive);
  }

  const connect: SimulatedNetwork['connect'] = (listeners) => {
    const cancels: (() => void)[] = [];
    let isOpen = true;
    const close = () => {
      isOpen = false;
      for (const cancel of cancels) cancel();
    };
    const drop = () => {
      if (isOpen) listeners.onLost();
      close();
    };
    const beat = () => {
      cancels.push(time.after(HEARTBEAT_MS, beat));
      listeners.onHeartbeat(service.log.length);
    };
    const open = () => {
      if (next('socket')) return drop();
      cancels.push(service.onCommit((message) => deliver(message, listeners, () => isOpen)));
      if (options.isOurs) cancels.push(time.after(HEARTBEAT_MS, beat));
      listeners.onOpen();
    };
    cancels.push(time.after(20 + chance(50), open));
    return { drop, close };
  };

  return {
    faults,
    post,
    list,
    connect,
    heal() {
      isHealed = true;
    },
  };
}
