import type { Message } from '../../../chat/model.ts';
import type { ListQuery } from '../../../chat/reconciler/actions.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A committed message, and the key it was written with: the truth a client may not see. */
export type Committed = { message: Message; origin: string | undefined };

export type ServiceOptions = {
  /** Our own service: keys, numbers, heartbeats. Without it: a plain WebChat service. */
  isOurs: boolean;
  hasEqualTimes: boolean;
  largestPage: number;
};

/** A conversation as the service keeps it. */
export interface SimulatedService {
  readonly log: readonly Committed[];
  readonly isOver: () => boolean;
  /** Commits, or answers with what the key committed before. Undefined once the conversation is over. */
  commit(senderId: string, body: string, origin?: string): Message | undefined;
  /** Undefined: the cursor is unknown. */
  list(query: ListQuery): Message[] | undefined;
  onCommit(listener: (message: Message) => void): () => void;
  end(): void;
}

export function createSimulatedService(time: VirtualTime, options: ServiceOptions): SimulatedService {
  const log: Committed[] = [];
  const listeners = new Set<(message: Message) => void>();
  let isOver = false;

  function nextTime(): number {
    const last = log.at(-1)?.message.at ?? 0;
    return options.hasEqualTimes
      ? Math.max(last, Math.floor(time.now() / 1_000) * 1_000)
      : Math.max(last + 1, time.now());
  }

  return {
    log,
    isOver: () => isOver,
    commit(senderId, body, origin) {
      const twin = options.isOurs && origin ? log.find((committed) => committed.origin === origin) : undefined;
      if (twin || isOver) return twin?.message;
      const number = log.length + 1;
      const message: Message = {
        id: `m${(number * 7_919) % 100_003}`,
        senderId,
        kind: 'standard',
        body,
        at: nextTime(),
        seq: options.isOurs ? number : undefined,
        key: options.isOurs ? origin : undefined,
      };
      log.push({ message, origin });
      for (const listener of listeners) listener(message);
      return message;
    },
    list({ after, before, sortOrder, maxResults }) {
      const size = Math.min(maxResults, options.largestPage);
      const messages = log.map(({ message }) => message);
      const cursor = after ?? before;
      const index = messages.findIndex(({ id }) => id === cursor);
      if (cursor !== undefined && index < 0) return undefined;
      const wanted = messages.slice(after ? index + 1 : 0, before ? index : undefined);
      return sortOrder === 'ascending' ? wanted.slice(0, size) : wanted.slice(-size).reverse();
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end() {
      isOver = true;
    },
  };
}
