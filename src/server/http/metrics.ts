import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '../../protocol/error-codes.ts';
import type { SocketCounts } from '../realtime/stream-server.ts';
import type { Storage } from '../storage/storage.ts';

/** Measurements of this process for its operator; they hold no data of people. */
export interface Metrics {
  /** Counts an error answer. */
  countError(code: ErrorCode): void;
  /** Wraps the storage and times its operations from the call to the commit. */
  timed(storage: Storage): Storage;
  /** The metrics in Prometheus' format. Reads the number of chats from the store. */
  read(): Promise<{ text: string; contentType: string }>;
}

export type MetricsParts = {
  /** What the gauges read; set once it is started. */
  streams?: { counts(): SocketCounts } | undefined;
  storage?: Storage | undefined;
};

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** `parts` may be filled in later; gauges of a missing part are empty. */
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
      // Returns the same promise, since a derived one could resolve out of commit order.
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

/** Adds memory, processor and event loop delay of the process. Only for `start-service.ts`: it cannot be stopped. */
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
