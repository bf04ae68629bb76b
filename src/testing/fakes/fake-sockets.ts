type SocketEvent = { data?: unknown; code?: number; reason?: string; message?: string };
type Listener = (event: SocketEvent) => void;

/** Sockets that do what a test says, in the order they were opened; `WebSocket` is their constructor. */
export function createFakeSockets() {
  const sockets: FakeSocket[] = [];

  class FakeSocket {
    static readonly CLOSING = 2;
    readonly url: string;
    readyState = 0;
    binaryType = 'blob';
    readonly #listeners = new Map<string, Set<Listener>>();

    constructor(url: string) {
      this.url = url;
      sockets.push(this);
    }

    addEventListener(type: string, listener: Listener): void {
      const listeners = this.#listeners.get(type) ?? new Set();
      this.#listeners.set(type, listeners.add(listener));
    }

    removeEventListener(type: string, listener: Listener): void {
      this.#listeners.get(type)?.delete(listener);
    }

    close(): void {
      this.readyState = 3;
    }

    accept(): void {
      this.readyState = 1;
      this.#dispatch('open', {});
    }

    receive(data: string): void {
      this.#dispatch('message', { data });
    }

    closeFromService(code: number, reason = ''): void {
      this.readyState = 3;
      this.#dispatch('close', { code, reason });
    }

    /** As a browser does where the server does not answer, or the connection breaks. */
    fail(): void {
      this.readyState = 3;
      this.#dispatch('error', {});
      this.#dispatch('close', { code: 1006, reason: '' });
    }

    #dispatch(type: string, event: SocketEvent): void {
      for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event);
    }
  }

  return {
    sockets,
    WebSocket: FakeSocket,
    /** The one opened last. */
    latest(): FakeSocket {
      const socket = sockets.at(-1);
      if (!socket) throw new Error('No socket was opened');
      return socket;
    },
  };
}
