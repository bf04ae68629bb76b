import type { Page } from './page.ts';
import type { Tabs } from './tabs.ts';

/** The tabs of this browser with this name. Where a browser cannot do it, each tab is alone. */
export function createBrowserTabs(name: string, page: Page, id: string): Tabs {
  const { locks } = navigator;
  const listeners = new Set<(note: unknown, from: string) => void>();
  const releases = new Set<() => void>();
  let channel: BroadcastChannel | undefined;

  function open(): void {
    try {
      channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => {
        for (const listener of listeners) listener(data?.note, data?.from);
      };
    } catch {
      // Missing or blocked: nobody to talk to.
    }
  }

  /** A page in the back-forward cache must hold nothing that others wait for. */
  function close(): void {
    channel?.close();
    channel = undefined;
    for (const release of releases) release();
  }

  open();
  const stops = [page.onHide(close), page.onWake(() => channel || open())];

  return {
    id,
    post: (note) => channel?.postMessage({ from: id, note }),
    onPost(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...(locks &&
      channel && {
        hold(what, onHeld, onStolen, isForced = false) {
          const waiting = new AbortController();
          let release = () => {};
          const held = new Promise<void>((resolve) => {
            release = () => {
              releases.delete(release);
              resolve();
              waiting.abort();
            };
          });
          releases.add(release);
          const how = isForced ? { steal: true } : { signal: waiting.signal };
          locks
            .request(`${name}:${what}`, how, () => {
              if (waiting.signal.aborted) return;
              onHeld();
              return held;
            })
            .catch(() => releases.delete(release) && onStolen?.());
          return release;
        },
      }),
    stop() {
      for (const stop of stops) stop();
      close();
    },
  };
}
