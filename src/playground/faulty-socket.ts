import type { Fault, FaultKind } from './scenario.ts';

type SocketParts = {
  RealSocket: typeof globalThis.WebSocket;
  after(delayMs: number, task: () => void): () => void;
  /** The open sockets; each adds and removes itself. */
  sockets: Set<{ disconnect(): void }>;
  isInTunnel(): boolean;
  delayMs(): number;
  isArmed(kind: FaultKind, on: Fault['on']): boolean;
  /** Uses up an armed fault; false where none is armed. */
  take(kind: FaultKind, on: Fault['on']): boolean;
  dropsFrame(data: unknown): boolean;
};

type Frame = { readonly data: unknown };
type Close = { readonly code: number; readonly reason: string };

const longestHoldMs = 3_000;
const lostConnection = { code: 1006, reason: '' };

/** Creates a WebSocket class whose frames suffer the armed faults. */
export function createFaultySocketClass(parts: SocketParts) {
  const { RealSocket, after, sockets, isInTunnel, delayMs, isArmed, take, dropsFrame } = parts;

  return class FaultySocket extends EventTarget {
    static readonly CLOSING = 2;
    binaryType = 'blob';
    #inner: globalThis.WebSocket | undefined;
    #waiting: Frame[] = [];
    #held: Frame | undefined;

    constructor(uri: string) {
      super();
      sockets.add(this);
      if (isInTunnel()) {
        after(0, () => this.#closed(lostConnection));
        return;
      }
      const inner = new RealSocket(uri);
      this.#inner = inner;
      inner.onopen = () => this.dispatchEvent(new Event('open'));
      inner.onmessage = ({ data }) => this.#arrived({ data });
      inner.onerror = () => this.dispatchEvent(new Event('error'));
      inner.onclose = ({ code, reason }) => this.#closed({ code, reason });
    }

    close(): void {
      this.#forget();
      this.#inner?.close();
    }

    /** As a dying network does. */
    disconnect(): void {
      this.close();
      this.#closed(lostConnection);
    }

    #arrived(frame: Frame): void {
      // Heartbeats pass: faults are for messages.
      if (String(frame.data).includes('channel.metadata')) return this.#later(frame);
      if (dropsFrame(frame.data) || take('drop', 'frame')) return;
      if (!this.#held && isArmed('reorder', 'frame')) {
        this.#held = frame;
        // Where nothing follows, nothing is overtaken: the fault waits for another.
        after(longestHoldMs, () => this.#held === frame && this.#releaseHeld());
        return;
      }
      this.#later(frame);
      if (take('duplicate', 'frame')) this.#later(frame);
      if (this.#held && take('reorder', 'frame')) this.#releaseHeld();
    }

    #releaseHeld(): void {
      const held = this.#held;
      this.#held = undefined;
      if (held) this.#later(held);
    }

    /** In the order they came, however the delay changes meanwhile. */
    #later(frame: Frame): void {
      if (!delayMs() && this.#waiting.length === 0) return this.#deliver(frame);
      this.#waiting.push(frame);
      after(delayMs(), () => {
        const due = this.#waiting.splice(0, this.#waiting.indexOf(frame) + 1);
        for (const each of due) this.#deliver(each);
      });
    }

    #deliver({ data }: Frame): void {
      this.dispatchEvent(new MessageEvent('message', { data }));
    }

    #closed(close: Close): void {
      this.#forget();
      this.dispatchEvent(Object.assign(new Event('close'), close));
    }

    #forget(): void {
      sockets.delete(this);
      this.#waiting = [];
      this.#held = undefined;
      if (this.#inner) this.#inner.onopen = this.#inner.onmessage = this.#inner.onclose = null;
    }
  };
}
