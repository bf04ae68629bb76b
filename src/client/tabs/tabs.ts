import type { TabChannel, TabLocks } from '../../environment/environment.ts';
import { decodeMessage, encodeMessage, type TabMessage } from './messages.ts';

/** The tabs of one browser that share a chat: their messages, and locks for what only one of them does at a time. */
export interface Tabs {
  /** This tab's id; each load has another one. */
  readonly id: string;
  /** Sends it to all other tabs. */
  post(message: TabMessage): void;
  onMessage(listener: (message: TabMessage, from: string) => void): () => void;
  /** Undefined where the browser has no locks. */
  readonly locks: TabLocks | undefined;
  /** Closes the channel and releases all locks. */
  stop(): void;
}

export type TabsOptions = { id: string; channel: TabChannel; locks?: TabLocks | undefined };

/** Decodes each message once for all listeners. */
export function createTabs({ id, channel, locks }: TabsOptions): Tabs {
  const listeners = new Set<(message: TabMessage, from: string) => void>();
  const held = new Set<() => void>();
  channel.onData((data) => {
    const received = decodeMessage(data);
    if (received) for (const listener of [...listeners]) listener(received.message, received.from);
  });
  return {
    id,
    post: (message) => channel.post(encodeMessage(message, id)),
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    locks: locks && {
      acquire(...asked) {
        const release = locks.acquire(...asked);
        held.add(release);
        return () => {
          held.delete(release);
          release();
        };
      },
    },
    stop() {
      channel.close();
      for (const release of held) release();
    },
  };
}
