import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { createHttpClient } from './http-client.ts';

export type Echoes = { http: number; socket: number; handshakes: number };

async function startEcho() {
  const worker = new Worker(fileURLToPath(new URL('./bare-echo.ts', import.meta.url)));
  const [{ port }] = (await once(worker, 'message')) as [AddressInfo];
  const http = createHttpClient();
  const stop = async () => {
    http.close();
    await worker.terminate();
  };
  return { port, http, stop };
}

/** So many that each ask the bare servers by POST and by socket at once: the time of `hear` on a server that does nothing. */
export async function bareHearing(size: number) {
  const { port, http, stop } = await startEcho();
  const sockets = await Promise.all(Array.from({ length: size }, () => open(`ws://127.0.0.1:${port}/`)));
  const chats = sockets.map((socket) => ({
    async hear(body: string) {
      const started = performance.now();
      const heard = once(socket, 'message');
      socket.send(body);
      await Promise.all([heard, http.send('POST', `http://127.0.0.1:${port}/`, {}, { body })]);
      return performance.now() - started;
    },
    close: () => socket.terminate(),
  }));
  return { chats, stop };
}

/** What bare `node:http` and bare `ws` do on this machine right now, with the same client as the service's. */
export async function bareEchoes(forMs: number): Promise<Echoes> {
  const { port, http, stop } = await startEcho();
  const ask = async () => void (await http.send('POST', `http://127.0.0.1:${port}/`, {}, { body: 'a message' }));
  const echoes = {
    http: await perSecond(
      forMs,
      Array.from({ length: 100 }, () => ask),
    ),
    ...(await socketEchoes(`ws://127.0.0.1:${port}/`, forMs)),
  };
  await stop();
  return echoes;
}

async function socketEchoes(url: string, forMs: number): Promise<Pick<Echoes, 'socket' | 'handshakes'>> {
  const started = performance.now();
  const sockets: WebSocket[] = [];
  for (let batch = 0; batch < 20; batch++) {
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => open(url)))));
  }
  const handshakes = (sockets.length * 1000) / (performance.now() - started);
  const roundTrips = sockets.slice(0, 100).map((socket) => async () => {
    socket.send('a message');
    await once(socket, 'message');
  });
  const socket = await perSecond(forMs, roundTrips);
  for (const one of sockets) one.terminate();
  return { socket, handshakes };
}

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  return socket;
}

async function perSecond(forMs: number, asks: (() => Promise<void>)[]): Promise<number> {
  const started = performance.now();
  let count = 0;
  const loop = async (ask: () => Promise<void>) => {
    for (; performance.now() - started < forMs; count++) await ask();
  };
  await Promise.all(asks.map(loop));
  return (count * 1000) / (performance.now() - started);
}
