import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '../../protocol/error-codes.ts';
import type { SocketCounts } from '../realtime/stream-server.ts';
import type { Storage } from '../storage/storage.ts';

/** Figures about this process for whoever runs it: how much, how fast and how often, never whose. */
export interface Metrics {
  /** An answer that was an error. */
  countError(code: ErrorCode): void;
  /** The same storage, with its operations timed from the call to the commit. */
  timed(storage: Storage): Storage;
  /** What Prometheus reads. Asks the store how many chats there are. */
  read(): Promise<{ text: string; contentType: string }>;
}

export type MetricsParts = {
  /** What `read` asks; set once it is there. */
  streams?: { counts(): SocketCounts } | undefined;
  storage?: Storage | undefined;
};

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** `parts` may be filled in later: what is not there yet is not counted. */
export function createMetrics(parts: MetricsParts): Metrics {
  const register = new Registry();
  const own = { registers: [register] };
  const errorAnswers = new Counter({
    ...own,
    name: 'porchlight_refusals_total',
    help: 'Answers that were errors, by code',
    labelNames: ['code'],
  });
  const commits = new Histogram({
    ...own,
    name: 'porchlight_store_seconds',
    help: 'From asking the store to its commit, by operation; sends are sendMessage',
    labelNames: ['operation', 'outcome'],
    buckets: seconds,
  });
  addGauges(own, parts);

  return {
    countError: (code) => errorAnswers.inc({ code }),
    timed: (storage) => ({
      // The very promise: a further one would let the order of commits get lost on the way.
      run(name, args) {
        const stop = commits.startTimer({ operation: name });
        const running = storage.run(name, args);
        running.then(
          () => stop({ outcome: 'done' }),
          () => stop({ outcome: 'failed' }),
        );
        return running;
      },
      close: () => storage.close(),
    }),
    async read() {
      return { text: await register.metrics(), contentType: register.contentType };
    },
  };
}

/** Of the whole process: memory, processor, and how late the event loop is. For `main` alone: it cannot be stopped. */
export function addProcessMetrics(metrics: Metrics): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  return {
    ...metrics,
    async read() {
      const { text, contentType } = await metrics.read();
      return { text: `${text}\n${await register.metrics()}`, contentType };
    },
  };
}

function addGauges(own: { registers: Registry[] }, parts: MetricsParts): void {
  new Gauge({
    ...own,
    name: 'porchlight_sockets',
    help: 'Open sockets',
    labelNames: ['kind'],
    collect() {
      const { guests = 0, channels = 0 } = parts.streams?.counts() ?? {};
      this.set({ kind: 'guest' }, guests);
      this.set({ kind: 'channel' }, channels);
    },
  });
  new Gauge({
    ...own,
    name: 'porchlight_socket_buffered_bytes',
    help: 'Written to sockets and not yet read by the other side, in all and by the slowest',
    labelNames: ['of'],
    collect() {
      const { bufferedBytes = 0, mostBufferedBytes = 0 } = parts.streams?.counts() ?? {};
      this.set({ of: 'all' }, bufferedBytes);
      this.set({ of: 'slowest' }, mostBufferedBytes);
    },
  });
  new Gauge({
    ...own,
    name: 'porchlight_chats',
    help: 'Chats that nobody answered yet, that ring at an agent, and that an agent is in',
    labelNames: ['state'],
    async collect() {
      const counts = await parts.storage?.run('countChats', undefined);
      for (const [state, count] of Object.entries(counts ?? {})) this.set({ state }, count);
    },
  });
}
