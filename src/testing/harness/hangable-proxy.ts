import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { withinLimit } from './within-limit.ts';

export type HangableProxy = {
  /** The same database through this proxy. */
  url: string;
  /** Everything stays connected, and nothing passes any more. */
  hang(): void;
  close(): Promise<void>;
};

/** Between a program and its database: may stand still as a frozen machine does, which breaks no connection. */
export async function openHangableProxy(url: string): Promise<HangableProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isHanging = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.on('data', (bytes) => !isHanging && to.write(bytes));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    hang() {
      isHanging = true;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await withinLimit('a proxy to a database to close', closed);
    },
  };
}
