import { waitAfter } from '../../chat/errors.ts';
import type { Member, Presence } from '../../chat/model.ts';
import type { EventStream, StreamListeners } from '../../chat/ports.ts';
import type { Clock } from '../../environment/environment.ts';

export type PolledStreamOptions = {
  clock: Clock;
  isVisible(): boolean;
  listeners: StreamListeners;
  /** Opens the socket; it keeps trying, and reports how many attempts in a row have failed. */
  open(listeners: StreamListeners & { onRefused(failures: number): void }): EventStream;
  /** Requests the newest message's number and the members instead. */
  poll(): Promise<{ seq: number | undefined; members: readonly Member[] }>;
};

const FAILURES_BEFORE_POLLING = 3;
const pollEveryMs = 5_000;
/** Well within the 60 s for which one poll keeps the visitor connected. */
const pollHiddenEveryMs = 20_000;
const shortWaitMs = 20_000;

/** Polls the service where sockets are refused, until one opens. */
export function withPollingFallback({ clock, isVisible, listeners, open, poll }: PolledStreamOptions): EventStream {
  let state: 'socket' | 'polling' | 'polled' = 'socket';
  const known = new Map<string, Presence>();
  let cancel = () => {};
  let isStopped = false;
  let notBefore = 0;

  function emitMemberChange({ id: memberId, presence }: Member): void {
    const before = known.get(memberId);
    known.set(memberId, presence);
    if (before === presence) return;
    const state = presence === 'connected' ? 'CONNECTED' : presence === 'alerting' ? 'ALERTING' : 'DISCONNECTED';
    listeners.onEvent({ type: 'member-change', memberId, state, at: clock.now() });
  }

  /** A short wait that the service asked for is no loss. */
  function reportLoss(waitMs: number): void {
    if (state !== 'polled' || (waitMs > 0 && waitMs <= shortWaitMs)) return;
    listeners.onLost();
    state = 'polling';
  }

  async function pollOnce(): Promise<void> {
    let waitMs = 0;
    try {
      const { seq, members } = await poll();
      if (isStopped || state === 'socket') return;
      if (state === 'polling') listeners.onOpen();
      state = 'polled';
      listeners.onEvent({ type: 'heartbeat', seq });
      for (const member of members) emitMemberChange(member);
    } catch (error) {
      if (isStopped || state === 'socket') return;
      waitMs = waitAfter(error) ?? 0;
      reportLoss(waitMs);
    }
    notBefore = clock.monotonicNow() + waitMs;
    cancel = clock.after(Math.max(waitMs, isVisible() ? pollEveryMs : pollHiddenEveryMs), pollOnce);
  }

  const socket = open({
    ...listeners,
    onOpen() {
      cancel();
      // Causes a resync: messages may have come since the last poll.
      if (state === 'polled') listeners.onLost();
      state = 'socket';
      listeners.onOpen();
    },
    onRefused(failures) {
      if (failures < FAILURES_BEFORE_POLLING || state !== 'socket') return;
      state = 'polling';
      pollOnce();
    },
  });

  return {
    wake() {
      socket.wake();
      if (state === 'socket' || clock.monotonicNow() < notBefore) return;
      cancel();
      pollOnce();
    },
    stop() {
      isStopped = true;
      cancel();
      socket.stop();
    },
  };
}
