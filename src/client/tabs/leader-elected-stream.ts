import type { EventStream, StreamListeners } from '../../chat/ports.ts';
import type { Clock } from '../../environment/environment.ts';
import type { StreamNotice } from './messages.ts';
import type { Tabs } from './tabs.ts';

export type LeaderElectedStreamOptions = {
  tabs: Tabs;
  clock: Clock;
  conversationId: string;
  listeners: StreamListeners;
  /** Opens the one real stream. */
  open(listeners: StreamListeners): EventStream;
};

/** A leader that sends nothing for this long is frozen or closed. */
const LEADER_ANSWER_MS = 700;

/** One stream for all tabs: the tab that holds the lock has it and passes its events on; the others wait for the lock. */
export function createLeaderElectedStream({
  tabs,
  clock,
  conversationId,
  listeners,
  open,
}: LeaderElectedStreamOptions): EventStream {
  const lock = `stream:${conversationId}`;
  let own: EventStream | undefined;
  let connection: 'new' | 'open' | 'lost' = 'new';
  let release: (() => void) | undefined;
  let cancelSuspicion = () => {};
  let isStopped = false;

  const post = (notice: StreamNotice) => tabs.post({ type: 'stream', conversationId, note: notice });

  function handleNotice(notice: StreamNotice): void {
    switch (notice.type) {
      case 'open':
      case 'lost':
        if (connection === notice.type) return;
        connection = notice.type;
        return connection === 'open' ? listeners.onOpen() : listeners.onLost();
      case 'event':
        return listeners.onEvent(notice.event);
      case 'unreadable':
        return listeners.onUnreadable();
      case 'over':
        return listeners.onOver();
      case 'new':
      case 'ask':
        return;
      default:
        notice satisfies never;
    }
  }

  function broadcast(notice: StreamNotice): void {
    post(notice);
    handleNotice(notice);
  }

  function lead(): void {
    if (isStopped) return;
    cancelSuspicion();
    listeners.onLeader?.(true);
    // Events since the last leader were missed.
    if (connection === 'open') broadcast({ type: 'lost' });
    own = open({
      onOpen: () => broadcast({ type: 'open' }),
      onLost: () => broadcast({ type: 'lost' }),
      onEvent: (event) => broadcast({ type: 'event', event }),
      onUnreadable: () => broadcast({ type: 'unreadable' }),
      onOver: () => broadcast({ type: 'over' }),
    });
  }

  function campaign(isForced: boolean): void {
    release?.();
    release = tabs.locks?.acquire(lock, lead, stepDown, isForced);
  }

  /** Another tab has taken the lock from this one. */
  function stepDown(): void {
    own?.stop();
    own = undefined;
    if (isStopped) return;
    listeners.onLeader?.(false);
    campaign(false);
    suspectLeader();
  }

  function suspectLeader(): void {
    post({ type: 'ask' });
    cancelSuspicion();
    cancelSuspicion = clock.after(LEADER_ANSWER_MS, () => campaign(true));
  }

  const stopListening = tabs.onMessage((message) => {
    if (message.type !== 'stream' || message.conversationId !== conversationId) return;
    const { note: notice } = message;
    if (own && notice.type === 'ask') post({ type: connection });
    if (own || notice.type === 'ask') return;
    cancelSuspicion();
    handleNotice(notice);
  });
  listeners.onLeader?.(false);
  campaign(false);
  suspectLeader();

  return {
    wake() {
      if (own) own.wake();
      else suspectLeader();
    },
    stop() {
      isStopped = true;
      cancelSuspicion();
      stopListening();
      own?.stop();
      release?.();
    },
  };
}
