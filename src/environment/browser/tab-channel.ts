import type { TabChannel } from '../environment.ts';

/** Of a page's life, what a channel has to know. */
type PageLife = {
  onHide(listener: () => void): () => void;
  onWake(listener: () => void): () => void;
};

/** The browser's channel of that name. */
export function createTabChannel(name: string, page: PageLife): TabChannel {
  let onData = (_: unknown) => {};
  let channel: BroadcastChannel | undefined;

  function open(): void {
    try {
      channel ??= new BroadcastChannel(name);
      channel.onmessage = ({ data }) => onData(data);
    } catch {
      // Missing or blocked: this tab is alone.
    }
  }

  /** Pages with open channels are kept out of the back-forward cache, or thrown out of it. */
  function close(): void {
    channel?.close();
    channel = undefined;
  }

  open();
  const stops = [page.onHide(close), page.onWake(open), close];

  return {
    post: (data) => channel?.postMessage(data),
    onData(listener) {
      onData = listener;
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
