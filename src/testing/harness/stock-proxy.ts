import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withinLimit } from './within-limit.ts';

export type StockProxy = { origin: string; stop(): Promise<void> };

/**
 * What `location / { proxy_pass http://127.0.0.1:PORT; }` of an unchanged nginx does: the Host is the service's own
 * address, and no header says that the request was passed on.
 */
export async function startStockProxy(target: string): Promise<StockProxy> {
  const { hostname, port, host } = new URL(target);
  const server = createServer((incoming, answer) => {
    const { connection: _, host: __, ...headers } = incoming.headers;
    const outgoing = request(
      {
        hostname,
        port,
        path: incoming.url,
        method: incoming.method,
        headers: { ...headers, Host: host, Connection: 'close' },
      },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    outgoing.once('error', () => answer.writeHead(502).end());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await withinLimit('a proxy to close', closed);
    },
  };
}
