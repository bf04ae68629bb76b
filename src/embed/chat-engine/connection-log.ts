import type { ConnectionEvent } from '../contract/diagnosis.ts';

/** Enough to judge a connection by. */
const maxEvents = 20;

/** A socket's constructor that records when its sockets open and close; their addresses hold tokens and are not recorded. */
export function logSockets(Socket: typeof WebSocket, log: ConnectionEvent[], now: () => number): unknown {
  const record = (event: ConnectionEvent) => {
    log.push(event);
    if (log.length > maxEvents) log.shift();
  };
  const openSocket = (uri: string) => {
    try {
      return new Socket(uri);
    } catch (error) {
      // A page's policy forbids it.
      record({ at: now(), what: 'closed', code: 0 });
      throw error;
    }
  };
  return function open(uri: string) {
    const socket = openSocket(uri);
    socket.addEventListener('open', () => record({ at: now(), what: 'open' }));
    socket.addEventListener('close', ({ code }) => record({ at: now(), what: 'closed', code }));
    return socket;
  };
}
