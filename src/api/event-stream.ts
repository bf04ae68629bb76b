import ReconnectingWebSocket from 'reconnecting-websocket';
import type { EventStream } from '../chat/conversation-port.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';

export type EventStreamOptions = {
  /** Asked before every try; where it rejects or does not settle in time, that try has failed. */
  uri: () => string | Promise<string>;
  /** The socket's constructor. */
  WebSocket: unknown;
  clock: Clock;
  random: Random;
  onOpen(): void;
  /** Once per loss, that of a first try included. */
  onLost(): void;
  /** A try has failed, or the line broke before it was stable: how often in a row. */
  onRefused?(failures: number): void;
  onText(text: string): void;
  /** Whether a close with this code and reason is for good. */
  isOver(code: number, reason: string): boolean;
  onOver(): void;
};

const longestDelayMs = 30_000;
const restartSpreadMs = 5_000;
const stableAfterMs = 30_000;
const tryTimeoutMs = 10_000;
/** Heartbeats come every 30 s: one missed is late, two are a dead line. */
const lateMs = 40_000;
const silenceMs = 65_000;
const checkEveryMs = 13_000;
const heartbeat = /"topicName"\s*:\s*"channel\.metadata"/;

/**
 * A socket that only listens, and opens again by itself until stopped. reconnecting-websocket dies for ever when its
 * address provider rejects or never settles, and after its own `close()`: so ours does neither, and a start is a new one.
 */
export function createEventStream(options: EventStreamOptions): EventStream {
  const { clock, random } = options;
  let socket: ReconnectingWebSocket | undefined;
  let state: 'new' | 'open' | 'lost' = 'new';
  let failures = 0;
  let delayMs = 0;
  let openedAt = 0;
  let heardAt = { now: 0, tick: 0 };
  let hasHeartbeat = false;
  let stopSilence = () => {};
  /** Set while a try waits for its turn. */
  let tryNow: (() => void) | undefined;
  let stopWaiting = () => {};

  function start(): void {
    const fresh: ReconnectingWebSocket = new ReconnectingWebSocket(() => nextUri(() => socket === fresh), [], {
      WebSocket: options.WebSocket,
      // The waiting is done by the provider: with full jitter, and so that it can be cut short.
      minReconnectionDelay: 1,
      maxReconnectionDelay: 1,
      connectionTimeout: tryTimeoutMs,
      maxEnqueuedMessages: 0,
    });
    socket = fresh;
    fresh.onopen = () => {
      state = 'open';
      openedAt = clock.monotonicNow();
      hear('');
      options.onOpen();
    };
    fresh.onmessage = ({ data }) => {
      hear(data);
      options.onText(data);
    };
    // Refused and broken connections are both told as 1000, clean. Only what the service itself says is for good.
    fresh.onclose = ({ code, reason }) => {
      if (options.isOver(code, reason)) {
        stop();
        options.onOver();
      } else lose(code);
    };
  }

  async function nextUri(isCurrent: () => boolean): Promise<string> {
    while (isCurrent()) {
      if (delayMs) await turn();
      try {
        const asked = options.uri();
        const uri = typeof asked === 'string' ? asked : await inTime(asked);
        if (/^wss?:\/\/./.test(uri)) return uri;
      } catch {
        // Counted like a refused connection, below.
      }
      if (isCurrent()) lose(0);
    }
    return '';
  }

  async function inTime(asked: Promise<string>): Promise<string> {
    const tooLate = new Promise<string>((resolve) => {
      stopWaiting = clock.after(tryTimeoutMs, () => resolve(''));
    });
    return Promise.race([asked, tooLate]).finally(stopWaiting);
  }

  function turn(): Promise<void> {
    return new Promise((resolve) => {
      tryNow = () => {
        stopWaiting();
        tryNow = undefined;
        resolve();
      };
      stopWaiting = clock.after(delayMs, tryNow);
    });
  }

  function hear(text: unknown): void {
    heardAt = { now: clock.now(), tick: clock.monotonicNow() };
    hasHeartbeat ||= heartbeat.test(String(text));
    listen();
  }

  /** Looks at the clocks now and then: a machine that slept finds its timers as they were, and the line dead. */
  function listen(): void {
    stopSilence();
    if (hasHeartbeat) stopSilence = clock.after(checkEveryMs, () => (silentFor() < silenceMs ? listen() : replace()));
  }

  /** By both clocks: one may stand still in a sleep, the other be set back. */
  function silentFor(): number {
    return Math.max(clock.now() - heardAt.now, clock.monotonicNow() - heardAt.tick);
  }

  function lose(code: number): void {
    stopSilence();
    const isStable = state === 'open' && clock.monotonicNow() - openedAt >= stableAfterMs;
    failures = isStable ? 0 : failures + 1;
    const isRestart = state === 'open' && (code === 1001 || code === 1012);
    delayMs = random.fraction() * (isRestart ? restartSpreadMs : Math.min(longestDelayMs, 500 * 2 ** failures));
    const wasLost = state === 'lost';
    state = 'lost';
    if (!wasLost) options.onLost();
    if (failures) options.onRefused?.(failures);
  }

  /** The new one first: where the old line was alive after all, the overlap loses nothing. */
  function replace(): void {
    const old = socket;
    lose(0);
    delayMs = 0;
    start();
    drop(old);
  }

  function stop(): void {
    const old = socket;
    socket = undefined;
    stopSilence();
    stopWaiting();
    drop(old);
  }

  start();
  return {
    wake() {
      if (state === 'open' && hasHeartbeat && silentFor() > lateMs) replace();
      tryNow?.();
    },
    stop,
  };
}

function drop(socket: ReconnectingWebSocket | undefined): void {
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
}
