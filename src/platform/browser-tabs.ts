import type { Page } from './page.ts';
import type { Tabs } from './tabs.ts';

/** The tabs of this browser with this name, as far as they can talk. Locks are the business of the chat's own code: only a chat needs them. */
export function createBrowserTabs(name: string, page: Page, id: string): Tabs {
  const listeners = new Set<(note: unknown, from: string) => void>();
  let channel: BroadcastChannel | undefined;

  function open(): void {
    try {
      channel ??= new BroadcastChannel(name);
      // A page can say anything here too.
      channel.onmessage = ({ data }) => {
        for (const listener of listeners) listener(data?.note, data?.from);
      };
    } catch {
      // Missing or blocked: nobody to talk to.
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
    name,
    id,
    post: (note) => channel?.postMessage({ note, from: id }),
    onPost(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
