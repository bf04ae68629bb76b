import { waitAfter } from '../chat/errors.ts';
import type { EventStream } from '../chat/ports.ts';
import type { Clock } from '../environment/clock.ts';
import type { Random } from '../environment/random.ts';

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

/** A socket that only listens, and opens again by itself until stopped. */
export function createEventStream(options: EventStreamOptions): EventStream {
  const { clock, random } = options;
  const Socket = options.WebSocket as typeof WebSocket;
  let state: 'new' | 'open' | 'lost' = 'new';
  let failures = 0;
  let openedAt = 0;
  let heardAt = { now: 0, tick: 0 };
  let hasHeartbeat = false;
  let stopSilence = () => {};
  /** Ends the line, or whatever is on the way to one, without a word. */
  let drop = () => {};
  /** Set while a try waits for its turn. */
  let tryNow: (() => void) | undefined;

  /** Waits, asks for the address, connects. Whatever goes wrong on the way or later is told to `lose` once. */
  function begin(delayMs: number, isTold = false): void {
    let socket: WebSocket | undefined;
    let isCurrent = true;
    let cancel = () => {};
    const end = () => {
      isCurrent = false;
      tryNow = undefined;
      cancel();
      if (!socket) return;
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    };
    const fail = (code: number, waitMs = 0) => {
      if (!isCurrent) return;
      end();
      lose(code, waitMs);
    };
    const within = (ms: number) => {
      cancel();
      cancel = clock.after(ms, () => fail(0));
    };

    async function ask(): Promise<void> {
      tryNow = undefined;
      within(tryTimeoutMs);
      try {
        const uri = await options.uri();
        if (isCurrent) connect(uri);
      } catch (error) {
        fail(0, waitAfter(error));
      }
    }

    function connect(uri: string): void {
      if (!/^wss?:\/\/./.test(uri)) return fail(0);
      within(tryTimeoutMs);
      socket = new Socket(uri);
      socket.onopen = () => {
        cancel();
        state = 'open';
        openedAt = clock.monotonicNow();
        hear('');
        options.onOpen();
      };
      socket.onmessage = ({ data }) => {
        hear(data);
        options.onText(data);
      };
      // A close follows, and tells as much.
      socket.onerror = () => {};
      socket.onclose = ({ code, reason }) => {
        if (!options.isOver(code, reason)) return fail(code);
        stop();
        options.onOver();
      };
    }

    drop = end;
    if (!delayMs) return void ask();
    const tryAgain = () => {
      cancel();
      ask();
    };
    // What the service told to wait for, nothing makes shorter.
    if (!isTold) tryNow = tryAgain;
    cancel = clock.after(delayMs, tryAgain);
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

  function lose(code: number, waitMs: number): void {
    stopSilence();
    const isRestart = state === 'open' && (code === 1001 || code === 1012);
    countFailure();
    // With full jitter.
    const spreadMs = random.fraction() * (isRestart ? restartSpreadMs : Math.min(longestDelayMs, 500 * 2 ** failures));
    begin(waitMs + spreadMs, waitMs > 0);
    tellLoss();
  }

  function countFailure(): void {
    const wasStable = state === 'open' && clock.monotonicNow() - openedAt >= stableAfterMs;
    failures = wasStable ? 0 : failures + 1;
  }

  function tellLoss(): void {
    const wasLost = state === 'lost';
    state = 'lost';
    if (!wasLost) options.onLost();
    if (failures) options.onRefused?.(failures);
  }

  /** The new one first: where the old line was alive after all, the overlap loses nothing. */
  function replace(): void {
    stopSilence();
    countFailure();
    const dropOld = drop;
    begin(0);
    dropOld();
    tellLoss();
  }

  function stop(): void {
    stopSilence();
    drop();
  }

  begin(0);
  return {
    wake() {
      if (state === 'open' && hasHeartbeat && silentFor() > lateMs) replace();
      tryNow?.();
    },
    stop,
  };
}
