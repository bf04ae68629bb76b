import { firstMessages } from './bad-invitations.ts';
import { BenchService, type BenchService as Service } from './bench-service.ts';
import { type Chat, gather, openIdleSockets } from './crowd.ts';
import { type Engine, postgres, slowSqlite, sqlite } from './engines.ts';
import { bareEchoes, bareHearing } from './floors.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { measureIndexing } from './search-index.ts';

const idleSockets = 10_000;
const measuredMs = 5_000;
const sizes = [1, 100, 1_000];
const heartbeatMs = 30_000;

/** What the service does in a second and how soon the other side receives it, beside bare floors. Prints a table. */
export async function benchService(): Promise<void> {
  const floors = await bareEchoes(measuredMs);
  print('floor: bare node:http echo, requests/s', floors.http);
  print('floor: bare ws echo, round trips/s', floors.socket);
  print('floor: bare ws handshakes/s', floors.handshakes);
  for (const open of [sqlite, slowSqlite, postgres]) {
    const engine = await open();
    if (engine === undefined) console.log('PostgreSQL did not run: there is none here');
    else await benchEngine(engine);
  }
  for (const open of [sqlite, postgres]) {
    const engine = await open();
    if (engine !== undefined) await benchIndexing(engine);
  }
}

/** The search index, beside the same store without it and the same visitor before. */
async function benchIndexing(engine: Engine): Promise<void> {
  const { data, dataAndIndex, usual, meanwhile } = await measureIndexing(engine);
  console.log(`\n${engine.name}, the search index`);
  print('floor: the store grows by, for a byte of text', data);
  print('the same with the index (at most 3)', dataAndIndex);
  printTimes('floor: a visitor’s sends before a long chat ends', usual);
  printTimes('the same while its 10,000 messages are indexed', meanwhile);
  print('ms later at p99 (at most 50)', at(meanwhile, 0.99) - at(usual, 0.99));
  await engine.stop();
}

async function benchEngine(engine: Engine): Promise<void> {
  console.log(`\n${engine.name}`);
  const http = createHttpClient();
  const inserts = await engine.insertsPerSecond();
  print('floor: bare durable INSERT/s', inserts);
  let service = await BenchService.start(engine);
  await engine.run('UPDATE "user" SET capacity = 1000000');
  const sends = await throughput(service, http, (chat, index) => chat.say(`message ${index}`));
  print('sends/s', sends, `${(sends / inserts).toFixed(2)} of the INSERTs`);
  print('lists/s', await throughput(service, http, (chat) => chat.list()));
  for (const size of sizes) await benchDelivery(service, http, size);
  const { usualMs, floodedMs } = await firstMessages(service, http);
  const usual = usualMs.toSorted((a, b) => a - b);
  const flooded = floodedMs.toSorted((a, b) => a - b);
  printTimes('floor: a first message alone', usual);
  printTimes('the same under 400 bad invitations', flooded);
  print('times as long at p50 (at most 2)', at(flooded, 0.5) / at(usual, 0.5));
  await service.stop();

  await engine.run('UPDATE "user" SET capacity = 0');
  service = await BenchService.run(engine, service.seed);
  const idle = await openIdleSockets(service, http, idleSockets);
  print('handshakes/s', idle.perSecond);
  print(`KB an idle socket, of ${idleSockets}`, idle.bytesEach / 1000);
  for (const socket of idle.sockets) socket.terminate();
  await service.stop();
  http.close();
  await engine.stop();
}

/** Two hundred chats, each asking again as soon as it was answered. */
async function throughput(service: Service, http: HttpClient, ask: (chat: Chat, index: number) => Promise<void>) {
  const chats = await gather(service, http, 200);
  const started = performance.now();
  let count = 0;
  const loop = async (chat: Chat) => {
    while (performance.now() - started < measuredMs) await ask(chat, count++);
  };
  await Promise.all(chats.map(loop));
  const perSecond = (count * 1000) / (performance.now() - started);
  for (const chat of chats) chat.close();
  return perSecond;
}

/** What the service takes, beside what bare servers take right before: a busy machine is late for both. */
async function benchDelivery(service: Service, http: HttpClient, size: number): Promise<void> {
  const bare = await bareHearing(size);
  printTimes(`floor: bare POST and ws echo, ${size} of them`, await hearings(bare.chats, measuredMs));
  for (const chat of bare.chats) chat.close();
  await bare.stop();

  const chats = await gather(service, http, size);
  // Long enough for a heartbeat of every guest.
  const forMs = size === sizes.at(-1) ? heartbeatMs + measuredMs : measuredMs * 2;
  printTimes(`POST to the other side's frame, ${size} chats`, await hearings(chats, forMs));
  const beats = chats.flatMap((chat) => chat.lateness() ?? []);
  for (const chat of chats) chat.close();
  if (beats.length > 0) print(`worst of ${beats.length} heartbeats meanwhile, ms off its time`, Math.max(...beats));
}

/** Every chat receives one message a second, spread evenly; a single one receives them one after the other. */
async function hearings(chats: readonly Pick<Chat, 'hear'>[], forMs: number): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + forMs;
  const listen = async (chat: Pick<Chat, 'hear'>, place: number) => {
    await pause((place / chats.length) * 1000);
    for (let index = 0; performance.now() < until; index++) {
      const took = await chat.hear(`line ${place}-${index}.`);
      times.push(took);
      await pause(chats.length === 1 ? 10 : Math.max(0, 1000 - took));
    }
  };
  await Promise.all(chats.map(listen));
  return times.sort((a, b) => a - b);
}

function printTimes(label: string, times: readonly number[]): void {
  const p50 = `p50 ${at(times, 0.5).toFixed(1)} ms`;
  const p99 = `p99 ${at(times, 0.99).toFixed(1)} ms`;
  console.log(`${label.padEnd(48)}${p50.padStart(14)}${p99.padStart(16)}`);
}

/** Of sorted times. */
function at(times: readonly number[], part: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function print(label: string, value: number, note = ''): void {
  const shown = value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
  console.log(`${label.padEnd(48)}${shown.padStart(14)}${note === '' ? '' : `  ${note}`}`);
}
