import ReconnectingWebSocket from 'reconnecting-websocket';
import { waitAfter } from '../chat/errors.ts';
import type { EventStream } from '../chat/ports.ts';
import type { Clock, Random } from '../environment/environment.ts';

/**
 * A line that only listens, by reconnecting-websocket 4.4.0: opening again, back-off and the time-out of a connection are its.
 * What it lacks is ours: a watchdog, a new line beside one that fell silent, a spread after a restart of the service, and each
 * loss reported once. How it stops for ever or misleads, each with a test in `event-socket-traps.test.ts`:
 *
 * 1. An address provider that rejects, or never settles, leaves it locked: ours does neither. Where no address can be had it
 *    answers `''`, which the guarded constructor turns into a connection that fails: one back-off counts for both.
 * 2. A constructor that throws (a page's policy, a bad address) leaves it locked: the guarded one never throws. It opens nothing
 *    but `ws:` and `wss:` addresses, since today's browsers take `''` for the page's own.
 * 3. `reconnect()` during its pause does nothing, and is dead after `close()`: a wake or a replacement makes a new instance,
 *    whose back-off starts again. Failures in a row are counted over all of them.
 * 4. It asks for an address even after `close()`: the provider of a closed socket sends no request.
 * 5. `maxRetries` once reached leaves it locked: it stays infinite. Polling counts by `onRefused` instead.
 * 6. A refused connection comes as a clean close with 1000: only a close with one of the service's own codes decides anything.
 * 7. Its jitter is drawn once a page: our delays are getters, which it reads before each try.
 * 8. It wants a constructor with `CLOSING`, which a page's or our own wrapper may lack: the guarded one has it.
 * 9. Its queue loses what is sent on a dead line, and its `debug` writes addresses to the console, which hold tokens: off.
 */
export type EventSocketOptions = {
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

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
const restartSpreadMs = 5_000;
const stableAfterMs = 30_000;
const tryTimeoutMs = 10_000;
/** Heartbeats come every 30 s: one missed is late, two are a dead line. */
const lateMs = 40_000;
const silenceMs = 65_000;
const checkEveryMs = 13_000;
const heartbeat = /"topicName"\s*:\s*"channel\.metadata"/;

/** Opens the line, and again by itself until stopped. */
export function createEventSocket(options: EventSocketOptions): EventStream {
  const { clock, random } = options;
  const Socket = guardConstructor(options.WebSocket as typeof WebSocket);
  const watchdog = createWatchdog(clock, replaceLine);
  let state: 'new' | 'open' | 'lost' = 'new';
  let failures = 0;
  let openedAt = 0;
  /** No try before these moments: as the service told, and to spread the visitors of one that restarted. */
  let limitedUntil = 0;
  let spreadUntil = 0;
  let isPausing = false;
  let closeRetired = () => {};

  /** Neither rejects nor hangs while its line is open; `''` where there is no address. */
  async function requestAddress(timer: LineTimer): Promise<string> {
    await timer.pauseUntil(Math.max(limitedUntil, spreadUntil));
    if (timer.isStopped()) return '';
    isPausing = false;
    try {
      return await timer.limit(tryTimeoutMs, async () => options.uri());
    } catch (error) {
      limitedUntil = clock.monotonicNow() + (waitAfter(error) ?? 0);
      return '';
    }
  }

  function openLine() {
    const timer = createLineTimer(clock);
    const socket = new ReconnectingWebSocket(() => requestAddress(timer), undefined, {
      WebSocket: Socket,
      connectionTimeout: tryTimeoutMs,
      minUptime: stableAfterMs,
      reconnectionDelayGrowFactor: 2,
      get minReconnectionDelay() {
        return random.fraction() * firstDelayMs;
      },
      get maxReconnectionDelay() {
        return random.fraction() * longestDelayMs;
      },
      maxEnqueuedMessages: 0,
    });
    socket.onopen = handleOpen;
    socket.onmessage = ({ data }) => {
      watchdog.hear(data);
      options.onText(data);
    };
    socket.onclose = ({ code, reason }) => handleClose(code, reason);
    const retire = () => {
      // From now on it gets no address, so it cannot open again by itself.
      timer.stop();
      socket.onopen = socket.onmessage = socket.onclose = null;
    };
    const close = () => {
      retire();
      socket.close();
    };
    return { retire, close };
  }

  function handleOpen(): void {
    state = 'open';
    openedAt = clock.monotonicNow();
    watchdog.hear('');
    closeRetired();
    options.onOpen();
  }

  function handleClose(code: number, reason: string): void {
    if (options.isOver(code, reason)) {
      stop();
      options.onOver();
      return;
    }
    const isRestart = state === 'open' && (code === 1001 || code === 1012);
    spreadUntil = isRestart ? clock.monotonicNow() + random.fraction() * restartSpreadMs : 0;
    isPausing = true;
    closeRetired();
    reportLoss();
  }

  function reportLoss(): void {
    watchdog.stop();
    const wasStable = state === 'open' && clock.monotonicNow() - openedAt >= stableAfterMs;
    failures = wasStable ? 0 : failures + 1;
    const wasLost = state === 'lost';
    state = 'lost';
    if (!wasLost) options.onLost();
    if (failures) options.onRefused?.(failures);
  }

  /** The old line stays until the new one is there, so that the visitor is away at no moment. */
  function replaceLine(): void {
    const old = line;
    old.retire();
    closeRetired = () => {
      closeRetired = () => {};
      old.close();
    };
    line = openLine();
    reportLoss();
  }

  function stop(): void {
    watchdog.stop();
    closeRetired();
    line.close();
  }

  let line = openLine();
  return {
    wake() {
      if (state === 'open' && watchdog.isLate()) return replaceLine();
      if (!isPausing) return;
      // What the service told to wait for, nothing makes shorter.
      spreadUntil = 0;
      line.close();
      line = openLine();
    },
    stop,
  };
}

type LineTimer = ReturnType<typeof createLineTimer>;

/** The waits of one line. Once stopped, what waits waits for ever. */
function createLineTimer(clock: Clock) {
  let isStopped = false;
  let cancel = () => {};

  return {
    isStopped: () => isStopped,
    async pauseUntil(time: number): Promise<void> {
      const delayMs = time - clock.monotonicNow();
      if (isStopped || delayMs <= 0) return;
      await new Promise<void>((resolve) => {
        cancel = clock.after(delayMs, resolve);
      });
    },
    /** Rejects where the task takes longer. */
    async limit<T>(limitMs: number, task: () => Promise<T>): Promise<T> {
      const timeout = new Promise<never>((_, reject) => {
        cancel = clock.after(limitMs, () => reject(new Error(`Not done in ${limitMs} ms`)));
      });
      return Promise.race([task(), timeout]).finally(cancel);
    },
    stop(): void {
      isStopped = true;
      cancel();
    },
  };
}

/**
 * Calls `onSilence` once nothing came for 65 s, where the service sends heartbeats. It looks at the clocks now and then: a machine
 * that slept finds its timers as they were, and the line dead.
 */
function createWatchdog(clock: Clock, onSilence: () => void) {
  let heardAt = { now: 0, tick: 0 };
  let hasHeartbeat = false;
  let cancel = () => {};

  /** By both clocks: one may stand still in a sleep, the other be set back. */
  const silentFor = () => Math.max(clock.now() - heardAt.now, clock.monotonicNow() - heardAt.tick);

  function watch(): void {
    cancel();
    if (hasHeartbeat) cancel = clock.after(checkEveryMs, () => (silentFor() < silenceMs ? watch() : onSilence()));
  }

  return {
    hear(text: unknown): void {
      heardAt = { now: clock.now(), tick: clock.monotonicNow() };
      hasHeartbeat ||= heartbeat.test(String(text));
      watch();
    },
    isLate: () => hasHeartbeat && silentFor() > lateMs,
    stop: () => cancel(),
  };
}

/** A constructor that never throws: what cannot be opened is a connection that fails at once. */
function guardConstructor(Socket: typeof WebSocket): unknown {
  function open(uri: string): unknown {
    try {
      if (/^wss?:\/\/./.test(uri)) return new Socket(uri);
    } catch {
      // As where the service refuses.
    }
    return createFailedSocket();
  }
  return Object.assign(open, { CLOSING: 2 });
}

type CloseListener = (event: { code: number; reason: string }) => void;

function createFailedSocket() {
  return {
    readyState: 3,
    binaryType: 'blob',
    addEventListener(type: string, listener: CloseListener): void {
      if (type === 'close') queueMicrotask(() => listener({ code: 1006, reason: '' }));
    },
    removeEventListener(): void {},
    close(): void {},
  };
}
