import { batch, signal } from '@preact/signals';
import type { ChatEvent } from '../../chat/model.ts';
import type { ConversationPort, EventStream } from '../../chat/ports.ts';
import type { Clock, Page } from '../../environment/environment.ts';

export type ConnectionOptions = {
  clock: Clock;
  page: Page;
  onOpen(): void;
  onLost(): void;
  onEvent(event: ChatEvent): void;
  onUnreadable(): void;
  /** The page is back; `isVisible` where its visibility changed. */
  onWoke(isVisible: boolean | undefined): void;
  onOver(): void;
  onLeader(isLeading: boolean): void;
};

/** Shorter outages are not shown. */
const OFFLINE_GRACE_MS = 2_000;
/** Where requests are answered although the stream is lost, it may take this long to come back. */
const ANSWERED_GRACE_MS = 10_000;

/** The event stream over the page's lifecycle: closed when the page is hidden away, opened again when it comes back. */
export function createConnection({ clock, page, onOpen, onLost, onWoke, ...listeners }: ConnectionOptions) {
  const isOffline = signal(false);
  let port: ConversationPort | undefined;
  let stream: EventStream | undefined;
  let isOpen = false;
  let cancelGrace = () => {};
  let stops: (() => void)[] = [];

  function open(): void {
    stream ??= port?.openStream({
      ...listeners,
      onEvent(event) {
        noteReachable();
        listeners.onEvent(event);
      },
      onUnreadable() {
        noteReachable();
        listeners.onUnreadable();
      },
      onOpen() {
        isOpen = true;
        batch(() => {
          clearOffline();
          onOpen();
        });
      },
      onLost: handleDisconnect,
    });
  }

  function handleDisconnect(): void {
    isOpen = false;
    setOfflineAfter(OFFLINE_GRACE_MS);
    onLost();
  }

  function setOfflineAfter(delayMs: number): void {
    cancelGrace();
    cancelGrace = clock.after(delayMs, () => {
      isOffline.value = true;
    });
  }

  /** The service answered just now, whatever the browser reports about the network. */
  function noteReachable(): void {
    if (isOpen) return clearOffline();
    if (!isOffline.peek()) return;
    isOffline.value = false;
    setOfflineAfter(ANSWERED_GRACE_MS);
  }

  function clearOffline(): void {
    cancelGrace();
    isOffline.value = false;
  }

  function wake(): void {
    if (isOpen) clearOffline();
    open();
    stream?.wake();
  }

  function suspend(): void {
    stream?.stop();
    stream = undefined;
    isOpen = false;
  }

  return {
    isOffline,
    noteEvidence: noteReachable,
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
        // Browsers report this wrongly at times: only a lasting silence counts.
        page.onOffline(() => setOfflineAfter(OFFLINE_GRACE_MS)),
        page.onHide(suspend),
      ];
      open();
    },
    stop(): void {
      for (const stop of stops) stop();
      stream?.stop();
      stream = port = undefined;
      isOpen = false;
      clearOffline();
    },
  };
}
