import type { ConnectionEvent } from '../contract/diagnosis.ts';

/** So many tell what a line is like. */
const most = 20;

/** A socket's constructor that writes down when its sockets open and close; their addresses hold tokens and are not kept. */
export function logSockets(Socket: typeof WebSocket, line: ConnectionEvent[], now: () => number): unknown {
  const note = (fact: ConnectionEvent) => {
    line.push(fact);
    if (line.length > most) line.shift();
  };
  const begin = (uri: string) => {
    try {
      return new Socket(uri);
    } catch (error) {
      // A page's policy forbids it.
      note({ at: now(), what: 'closed', code: 0 });
      throw error;
    }
  };
  return function open(uri: string) {
    const socket = begin(uri);
    socket.addEventListener('open', () => note({ at: now(), what: 'open' }));
    socket.addEventListener('close', ({ code }) => note({ at: now(), what: 'closed', code }));
    return socket;
  };
}
