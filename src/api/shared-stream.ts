import type { EventStream, StreamListeners } from '../chat/conversation-port.ts';
import type { ChatEvent } from '../chat/event.ts';
import type { Clock } from '../platform/clock.ts';
import type { Tabs } from '../platform/tabs.ts';

export type SharedStreamOptions = {
  tabs: Tabs;
  clock: Clock;
  /** Names the conversation. */
  name: string;
  listeners: StreamListeners;
  /** Opens the one real stream. */
  open(listeners: StreamListeners): EventStream;
};

/** What the leader tells the others; `ask` is what they ask it. */
type Note = { type: 'new' | 'open' | 'lost' | 'unreadable' | 'over' | 'ask' } | { type: 'event'; event: ChatEvent };

/** A leader who says nothing for so long is frozen, or gone without a trace. */
const answerMs = 700;

/** One stream for all tabs: who holds the lock has it and passes on what it hears, and the others wait for the lock. */
export function shareStream({ tabs, clock, name, listeners, open }: SharedStreamOptions): EventStream {
  const lock = `lead:${name}`;
  let own: EventStream | undefined;
  let line: 'new' | 'open' | 'lost' = 'new';
  let release: (() => void) | undefined;
  let cancelDoubt = () => {};
  let isStopped = false;

  const tell = (note: Note) => tabs.post({ stream: name, ...note });

  function take(note: Note): void {
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

  function share(note: Note): void {
    tell(note);
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
    release = tabs.hold?.(lock, lead, yieldLead, isForced);
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
    tell({ type: 'ask' });
    cancelDoubt();
    cancelDoubt = clock.after(answerMs, () => follow(true));
  }

  const stopHearing = tabs.onPost((said) => {
    const note = said as (Note & { stream: string }) | undefined;
    if (note?.stream !== name) return;
    if (own && note.type === 'ask') tell({ type: line });
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
