import type { Server } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import type { StreamServer } from './stream-server.ts';

export type Serving = {
  server: Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections'>;
  streams: Pick<StreamServer, 'close' | 'terminateAll'>;
  /** How long running answers and closing handshakes may take; then every connection is terminated. */
  drainMs: number;
};

/** Accepts no more connections, closes the open ones and resolves once none is left. */
export async function stopServing({ server, streams, drainMs }: Serving): Promise<void> {
  const stopDraining = new AbortController();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  streams.close();
  server.closeIdleConnections();
  await Promise.race([closed, after(drainMs, undefined, stopDraining).catch(() => {})]);
  stopDraining.abort();
  streams.terminateAll();
  server.closeAllConnections();
  await closed;
}
