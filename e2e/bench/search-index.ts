import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { signInAgent } from '../../src/testing/harness/test-agent.ts';
import { BenchService } from './bench-service.ts';
import { createBodies } from './bodies.ts';
import { type Chat, gather } from './crowd.ts';
import type { Engine } from './engines.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';

const grown = { chats: 250, messagesEach: 40 };
const longMessages = 10_000;
const longLetters = 4_000;
const sendersAtOnce = 50;
const usualMs = 10_000;
const indexingMs = 60_000;

export type IndexCosts = {
  /** Bytes the store grew by, for each byte of the bodies: without the index, and with it. */
  data: number;
  dataAndIndex: number;
  /** Another visitor's sends, in ms, sorted: before a chat of 10,000 long messages ends, and until it is indexed. */
  usual: number[];
  meanwhile: number[];
};

/** What indexing for the search costs, in space and for others. Takes an engine that is empty. */
export async function measureIndexing(engine: Engine): Promise<IndexCosts> {
  const http = createHttpClient();
  const service = await BenchService.start(engine);
  await engine.run('UPDATE "user" SET capacity = 1000000');
  const ask = await asAgent(service, http);
  const body = await createBodies();
  const growth = await measureGrowth({ engine, service, http, ask, body });

  const [long, other] = await gather(service, http, 2);
  if (!long || !other) throw new Error('no chats');
  await sayMany(long, longMessages, (index) => longBody(body, index));
  const usual = await timesOf(other, usualMs, async () => false);
  await ask(`/api/v2/conversations/chats/${long.id}`, 'PATCH', { state: 'disconnected' });
  const meanwhile = await timesOf(other, indexingMs, async () => (await unindexed(ask)) === 0);
  for (const chat of [long, other]) chat.close();
  await service.stop();
  http.close();
  return { ...growth, usual, meanwhile };
}

type Ask = (path: string, method?: string, body?: unknown) => Promise<string>;

async function measureGrowth(parts: {
  engine: Engine;
  service: BenchService;
  http: HttpClient;
  ask: Ask;
  body: (index: number) => string;
}): Promise<Pick<IndexCosts, 'data' | 'dataAndIndex'>> {
  const { engine, service, http, ask, body } = parts;
  const empty = await sizeOf(engine);
  let bytes = 0;
  const chats = await gather(service, http, grown.chats);
  await Promise.all(
    chats.map((chat, place) =>
      sayMany(chat, grown.messagesEach, () => {
        // One chat is in one language.
        const text = body(place);
        bytes += Buffer.byteLength(text);
        return text;
      }),
    ),
  );
  const filled = await sizeOf(engine);
  for (const { id, close } of chats) {
    await ask(`/api/v2/conversations/chats/${id}`, 'PATCH', { state: 'disconnected' });
    close();
  }
  while ((await unindexed(ask)) > 0) await pause(100);
  return { data: (filled - empty) / bytes, dataAndIndex: ((await sizeOf(engine)) - empty) / bytes };
}

async function sayMany(chat: Chat, count: number, body: (index: number) => string): Promise<void> {
  let next = 0;
  const send = async () => {
    while (next < count) await chat.say(body(next++));
  };
  await Promise.all(Array.from({ length: sendersAtOnce }, send));
}

function longBody(body: (index: number) => string, index: number): string {
  let text = '';
  for (let part = 0; text.length < longLetters; part += 1) text += `${body(index + part)} `;
  return text.slice(0, longLetters).toWellFormed();
}

/** One send after the other, a hundred a second at most. */
async function timesOf(chat: Chat, forMs: number, isOver: () => Promise<boolean>): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + forMs;
  for (let count = 0; performance.now() < until; count += 1) {
    const started = performance.now();
    await chat.say('Hello');
    times.push(performance.now() - started);
    if (count % 50 === 49 && (await isOver())) break;
    await pause(10);
  }
  return times.sort((a, b) => a - b);
}

async function unindexed(ask: Ask): Promise<number> {
  return JSON.parse(await ask('/api/v2/conversations/history?pageSize=1')).unindexedChats;
}

async function asAgent({ origin, seed }: BenchService, http: HttpClient): Promise<Ask> {
  const { token } = await signInAgent({
    fetch: (path, init) => fetch(new URL(String(path), origin), init),
    client: seed.client,
  });
  return async (path, method = 'GET', body) => {
    const { status, text } = await http.send(method, `${origin}${path}`, { authorization: `Bearer ${token}` }, body);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return text;
  };
}

/** After a checkpoint. */
async function sizeOf({ dataFolder, databaseUrl }: Engine): Promise<number> {
  if (databaseUrl === undefined) {
    const file = join(dataFolder, 'porchlight.sqlite');
    const database = new DatabaseSync(file, { timeout: 5_000 });
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return (await stat(file)).size;
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('CHECKPOINT');
  const { rows } = await client.query('SELECT pg_database_size(current_database()) AS size');
  await client.end();
  return Number(rows[0].size);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
