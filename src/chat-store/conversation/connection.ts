import { batch, signal } from '@preact/signals';
import type { ChatEvent } from '../../chat/model.ts';
import type { ConversationPort, EventStream } from '../../chat/ports.ts';
import type { Clock, Page } from '../../environment/environment.ts';

export type LineOptions = {
  clock: Clock;
  page: Page;
  onOpen(): void;
  onLost(): void;
  onEvent(event: ChatEvent): void;
  onUnreadable(): void;
  /** The page is back, by its visibility or otherwise. */
  onWoke(isVisible: boolean | undefined): void;
  onOver(): void;
  onLead(isLeading: boolean): void;
};

/** Shorter losses pass without a word. */
const patienceMs = 2_000;
/** Requests are answered although the stream is lost: it has this long to come back. */
const patienceWithAnswersMs = 10_000;

/** The event stream over the page's life: let go when the page is put away, taken again when it comes back. */
export function createLine({ clock, page, onOpen, onLost, onWoke, ...listeners }: LineOptions) {
  const isOffline = signal(false);
  let port: ConversationPort | undefined;
  let stream: EventStream | undefined;
  let isOpen = false;
  let cancelPatience = () => {};
  let stops: (() => void)[] = [];

  function open(): void {
    stream ??= port?.openStream({
      ...listeners,
      onEvent(event) {
        noteEvidence();
        listeners.onEvent(event);
      },
      onUnreadable() {
        noteEvidence();
        listeners.onUnreadable();
      },
      onOpen() {
        isOpen = true;
        batch(() => {
          calm();
          onOpen();
        });
      },
      onLost: lose,
    });
  }

  function lose(): void {
    isOpen = false;
    beOfflineAfter(patienceMs);
    onLost();
  }

  function beOfflineAfter(delayMs: number): void {
    cancelPatience();
    cancelPatience = clock.after(delayMs, () => {
      isOffline.value = true;
    });
  }

  /** Something came from the service just now, whatever the browser says of the network. */
  function noteEvidence(): void {
    if (isOpen) return calm();
    if (!isOffline.peek()) return;
    isOffline.value = false;
    beOfflineAfter(patienceWithAnswersMs);
  }

  function calm(): void {
    cancelPatience();
    isOffline.value = false;
  }

  function wake(): void {
    if (isOpen) calm();
    open();
    stream?.wake();
  }

  function letGo(): void {
    stream?.stop();
    stream = undefined;
    isOpen = false;
  }

  return {
    isOffline,
    noteEvidence,
    ifOpen: <T>(use: (port: ConversationPort) => T): T | undefined => (isOpen && port ? use(port) : undefined),
    start(next: ConversationPort): void {
      port = next;
      stops = [
        page.onWake(() => {
          wake();
          onWoke(undefined);
        }),
        page.onVisibility((isVisible) => {
          if (isVisible) wake();
          onWoke(isVisible);
        }),
        // Browsers err: only silence proves it.
        page.onOffline(() => beOfflineAfter(patienceMs)),
        page.onHide(letGo),
      ];
      open();
    },
    stop(): void {
      for (const stop of stops) stop();
      stream?.stop();
      stream = port = undefined;
      isOpen = false;
      calm();
    },
  };
}
