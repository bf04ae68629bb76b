import type { EventStream, StreamListeners } from '../../chat/ports.ts';
import type { Clock } from '../../environment/environment.ts';
import type { StreamNote } from './messages.ts';
import type { Tabs } from './tabs.ts';

export type SharedStreamOptions = {
  tabs: Tabs;
  clock: Clock;
  conversationId: string;
  listeners: StreamListeners;
  /** Opens the one real stream. */
  open(listeners: StreamListeners): EventStream;
};

/** A leader who says nothing for so long is frozen, or gone without a trace. */
const answerMs = 700;

/** One stream for all tabs: who holds the lock has it and passes on what it hears, and the others wait for the lock. */
export function shareStream({ tabs, clock, conversationId, listeners, open }: SharedStreamOptions): EventStream {
  const lock = `stream:${conversationId}`;
  let own: EventStream | undefined;
  let line: 'new' | 'open' | 'lost' = 'new';
  let release: (() => void) | undefined;
  let cancelDoubt = () => {};
  let isStopped = false;

  const post = (note: StreamNote) => tabs.post({ type: 'stream', conversationId, note });

  function take(note: StreamNote): void {
    switch (note.type) {
      case 'open':
      case 'lost':
        if (line === note.type) return;
        line = note.type;
        return line === 'open' ? listeners.onOpen() : listeners.onLost();
      case 'event':
        return listeners.onEvent(note.event);
      case 'unreadable':
        return listeners.onUnreadable();
      case 'over':
        return listeners.onOver();
      case 'new':
      case 'ask':
        return;
      default:
        note satisfies never;
    }
  }

  function share(note: StreamNote): void {
    post(note);
    take(note);
  }

  function lead(): void {
    if (isStopped) return;
    cancelDoubt();
    listeners.onLead?.(true);
    // Whatever was said since the last one led, nobody heard.
    if (line === 'open') share({ type: 'lost' });
    own = open({
      onOpen: () => share({ type: 'open' }),
      onLost: () => share({ type: 'lost' }),
      onEvent: (event) => share({ type: 'event', event }),
      onUnreadable: () => share({ type: 'unreadable' }),
      onOver: () => share({ type: 'over' }),
    });
  }

  function follow(isForced: boolean): void {
    release?.();
    release = tabs.locks?.hold(lock, lead, yieldLead, isForced);
  }

  /** Another tab thought this one dead. */
  function yieldLead(): void {
    own?.stop();
    own = undefined;
    if (isStopped) return;
    listeners.onLead?.(false);
    follow(false);
    doubt();
  }

  function doubt(): void {
    post({ type: 'ask' });
    cancelDoubt();
    cancelDoubt = clock.after(answerMs, () => follow(true));
  }

  const stopHearing = tabs.onMessage((message) => {
    if (message.type !== 'stream' || message.conversationId !== conversationId) return;
    const { note } = message;
    if (own && note.type === 'ask') post({ type: line });
    if (own || note.type === 'ask') return;
    cancelDoubt();
    take(note);
  });
  listeners.onLead?.(false);
  follow(false);
  doubt();

  return {
    wake() {
      if (own) own.wake();
      else doubt();
    },
    stop() {
      isStopped = true;
      cancelDoubt();
      stopHearing();
      own?.stop();
      release?.();
    },
  };
}
