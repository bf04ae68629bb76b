import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { signInAgent } from '../../src/testing/harness/test-agent.ts';
import { median } from '../support/measure/page-cost.ts';
import { BenchService } from './bench-service.ts';
import { gather } from './crowd.ts';
import { type Engine, postgres, sqlite } from './engines.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';

const chatCount = 2_000;
const messagesEach = 50;
const atOnce = 100;
const wordsEach = 8;
const vocabulary = 5_000;
const rounds = 100;

/** What searching the history costs among 100,000 messages, beside plain indexed reads. Prints a table for each engine. */
export async function benchDeskSearch(): Promise<void> {
  for (const open of [sqlite, postgres]) {
    const engine = await open();
    if (engine === undefined) console.log('PostgreSQL did not run: there is none here');
    else await benchEngine(engine);
  }
}

async function benchEngine(engine: Engine): Promise<void> {
  const http = createHttpClient();
  const service = await BenchService.start(engine);
  await engine.run('UPDATE "user" SET capacity = 1000000');
  const chatId = await fill(service, http);
  await engine.run(engine.databaseUrl === undefined ? 'PRAGMA optimize' : 'ANALYZE');
  const ask = await asAgent(service, http);
  const read = openReader(engine);
  const history = '/api/v2/conversations/history';
  const ended = new Date(Date.now() - 1_000).toISOString();

  console.log(`\n${engine.name}: ${chatCount * messagesEach} messages of ${chatCount} chats that are over`);
  console.log(`medians of ${rounds} rounds, one after the other, in ms`);
  const floor = await measure(() => read.messages(chatId));
  print('floor: 25 messages of one chat, bare SELECT by index', floor);
  const plain = await measure(() => ask(`${history}/${chatId}/messages?maxResults=25`));
  print('the same through the service', plain);
  const searches = {
    'a word of one chat': () => `text=only${pick(chatCount)}`,
    'a word of every second chat or so': () => `text=word${pick(20)}`,
    'two such words': () => `text=word${pick(20)}+word${pick(20)}`,
    'a word nobody said': () => `text=never${pick(1_000)}`,
    'the beginning of everybody’s name': () => 'name=mi',
    'a word, a name and days': () => `text=word${pick(20)}&name=mira&to=${ended}`,
    'no words: the last 25': () => '',
  };
  for (const [what, query] of Object.entries(searches)) {
    print(`search: ${what}`, await measure(() => ask(`${history}?${query()}`)), plain);
  }
  await read.stop();
  await service.stop();
  http.close();
  await engine.stop();
}

/** Creates real chats and ends them as agents do; returns one of them. */
async function fill(service: BenchService, http: HttpClient): Promise<string> {
  const ask = await asAgent(service, http);
  let last = '';
  for (let from = 0; from < chatCount; from += atOnce) {
    const chats = await gather(service, http, atOnce);
    await Promise.all(
      chats.map(async (chat, index) => {
        await chat.say(`only${from + index}`);
        for (let count = 1; count < messagesEach; count += 1) await chat.say(sentence());
        await ask(`/api/v2/conversations/chats/${chat.id}`, 'PATCH', { state: 'disconnected' });
        chat.close();
      }),
    );
    last = chats[0]?.id ?? last;
  }
  return last;
}

/** Few words are said often and many seldom, as people do. */
function sentence(): string {
  const words = Array.from({ length: wordsEach }, () => `word${Math.floor(vocabulary * chance() ** 3)}`);
  return words.join(' ');
}

/** The same texts in every run. */
let seed = 1;
function chance(): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
}

const pick = (count: number) => Math.floor(count * chance());

async function asAgent({ origin, seed }: BenchService, http: HttpClient) {
  const { token } = await signInAgent({
    fetch: (path, init) => fetch(new URL(String(path), origin), init),
    client: seed.client,
  });
  return async (path: string, method = 'GET', body?: unknown) => {
    const { status, text } = await http.send(method, `${origin}${path}`, { authorization: `Bearer ${token}` }, body);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
  };
}

const sql = 'SELECT * FROM message WHERE conversation_id = $1 ORDER BY seq LIMIT 25';

/** The store without the service around it. */
function openReader({ dataFolder, databaseUrl }: Engine) {
  if (databaseUrl !== undefined) {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    return {
      messages: async (chatId: string) => void (await pool.query({ name: 'floor', text: sql, values: [chatId] })),
      stop: () => pool.end(),
    };
  }
  const database = new DatabaseSync(join(dataFolder, 'porchlight.sqlite'), { readOnly: true });
  const statement = database.prepare(sql.replace('$1', '?'));
  return {
    messages: async (chatId: string) => void statement.all(chatId),
    stop: async () => database.close(),
  };
}

async function measure(ask: () => Promise<void>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await ask();
    taken.push(performance.now() - started);
  }
  return median(taken);
}

function print(label: string, value: number, floor?: number): void {
  const ratio = floor === undefined ? '' : `${(value / floor).toFixed(1)} of the plain read`;
  console.log(`${label.padEnd(56)}${value.toFixed(2).padStart(10)}  ${ratio}`);
}
