import type { Server } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import type { StreamServer } from './stream-server.ts';

export type Serving = {
  server: Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections'>;
  streams: Pick<StreamServer, 'close' | 'cut'>;
  /** How long answers and goodbyes on their way may take; then every connection is cut. */
  farewellMs: number;
};

/** Takes no more callers, sends the connected ones away and ends once no connection is left. */
export async function stopServing({ server, streams, farewellMs }: Serving): Promise<void> {
  const stopFarewell = new AbortController();
  const served = new Promise<void>((resolve) => server.close(() => resolve()));
  streams.close();
  server.closeIdleConnections();
  await Promise.race([served, after(farewellMs, undefined, stopFarewell).catch(() => {})]);
  stopFarewell.abort();
  streams.cut();
  server.closeAllConnections();
  await served;
}
