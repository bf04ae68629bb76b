import type { TabChannel, TabLocks } from '../../environment/environment.ts';
import { decodeMessage, encodeMessage, type TabMessage } from './messages.ts';

/** The tabs of one browser that share a chat: what they say to each other, and what only one of them does at a time. */
export interface Tabs {
  /** This tab's name among the others; another one after each load. */
  readonly id: string;
  /** Says it to all others. */
  post(message: TabMessage): void;
  onMessage(listener: (message: TabMessage, from: string) => void): () => void;
  /** Undefined where the browser has no locks. */
  readonly locks: TabLocks | undefined;
  /** Lets go of everything. */
  stop(): void;
}

export type TabsOptions = { id: string; channel: TabChannel; locks?: TabLocks | undefined };

/** Each message is decoded once, whoever listens. */
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
