import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';

/** One open socket of a stream. */
export interface Connection {
  send(frame: string): void;
  close(code: number, reason: string): void;
}

export type ConnectionOptions = {
  socket: WebSocket;
  clock: Clock;
  heartbeatMs: number;
  /** Returns the heartbeat frame to send now. */
  heartbeat(): string;
  onText(text: string): void;
  onClose(): void;
};

/** A client with more unread bytes is disconnected; it reconnects and lists what it missed. */
const maxBufferedBytes = 256 * 1024;
const tooSlow = 4008;

/** Sends heartbeats, which clients see, and pings, which find dead connections, and disconnects slow readers. */
export function openConnection({
  socket,
  clock,
  heartbeatMs,
  heartbeat,
  onText,
  onClose,
}: ConnectionOptions): Connection {
  let unansweredPings = 0;
  const stopBeating = clock.every(heartbeatMs, () => {
    if (unansweredPings >= 2) return socket.terminate();
    unansweredPings += 1;
    socket.ping();
    send(heartbeat());
  });

  function send(frame: string): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(frame);
    if (socket.bufferedAmount > maxBufferedBytes) close(tooSlow, 'Reading too slowly');
  }

  function close(code: number, reason: string): void {
    socket.close(code, reason);
  }

  socket.on('pong', () => {
    unansweredPings = 0;
  });
  socket.on('message', (data, isBinary) => {
    if (!isBinary) onText(String(data));
  });
  // A client's protocol error closes its socket with a fitting code; the `close` event follows.
  socket.on('error', () => {});
  socket.on('close', () => {
    stopBeating();
    onClose();
  });
  return { send, close };
}
