import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a test may order, by name: each takes and gives what JSON can hold. */
export type Orders = Record<string, (order: unknown) => Promise<unknown>>;

/** Stands in no file of the built or released service: a test looks for it there. */
export const controlPath = '/porchlight-harness/';

/** Listens on a free loopback port for `POST` of JSON to an order's address, and answers once it is done. */
export async function openControl(orders: Orders): Promise<{ port: number; close(): void }> {
  const server = createServer(async (request, response) => {
    try {
      const order = orders[request.url?.slice(controlPath.length) ?? ''];
      if (!order) throw new Error(`There is no order ${request.url}`);
      response.end(JSON.stringify((await order(await json(request))) ?? null));
    } catch (thrown) {
      response.writeHead(500).end(String(thrown));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
