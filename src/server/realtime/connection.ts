import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';

/** One open socket, as the streams need it. */
export interface Connection {
  send(frame: string): void;
  close(code: number, reason: string): void;
}

export type ConnectionOptions = {
  socket: WebSocket;
  clock: Clock;
  heartbeatMs: number;
  /** The heartbeat to send now. */
  heartbeat(): string;
  onText(text: string): void;
  onClose(): void;
};

/** A client that reads slower than this is let go; it comes back and lists what it missed. */
const maxBufferedBytes = 256 * 1024;
const tooSlow = 4008;

/** Keeps a socket alive and honest: heartbeats for programs, pings for the network, an end for slow readers. */
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
  // What a client does wrong closes its socket with the code that says so; `close` follows.
  socket.on('error', () => {});
  socket.on('close', () => {
    stopBeating();
    onClose();
  });
  return { send, close };
}
