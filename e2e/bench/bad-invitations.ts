import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createBody } from '../../src/testing/harness/test-guest.ts';
import type { BenchService } from './bench-service.ts';
import type { HttpClient } from './http-client.ts';

const addresses = 400;
const withinMs = 1_000;
const rounds = 5;

export type FirstMessages = { usualMs: number[]; floodedMs: number[] };

/** How long a visitor's first message takes, alone and in a second in which 400 addresses send bad invitations. */
export async function firstMessages(service: BenchService, http: HttpClient): Promise<FirstMessages> {
  // A process of its own, so that sending does not slow the visitor.
  const sender = fork(fileURLToPath(import.meta.url), [service.origin], { execArgv: process.execArgv });
  const flood = async () => {
    sender.send('flood');
    await once(sender, 'message');
  };
  const measured: FirstMessages = { usualMs: [], floodedMs: [] };
  // Connections first: what is measured is what the service does with the requests.
  await flood();
  await during(pause(withinMs), () => firstMessage(service, http));
  for (let round = 0; round < rounds; round++) {
    measured.usualMs.push(...(await during(pause(withinMs), () => firstMessage(service, http))));
    measured.floodedMs.push(...(await during(flood(), () => firstMessage(service, http))));
  }
  sender.kill();
  return measured;
}

async function during(over: Promise<void>, measure: () => Promise<number>): Promise<number[]> {
  let isOver = false;
  const ended = over.then(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    times.push(await measure());
    await pause(10);
  }
  await ended;
  return times.sort((a, b) => a - b);
}

function floodWhenAsked(origin: string): void {
  const agents = Array.from(
    { length: addresses },
    (_, index) => new Agent({ keepAlive: true, localAddress: addressOf(index) }),
  );
  process.on('message', async () => {
    const send = async (agent: Agent, place: number) => {
      await pause((place / agents.length) * withinMs);
      await sendBadInvitation(origin, agent);
    };
    await Promise.all(agents.map(send));
    process.send?.('done');
  });
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Each of Linux's loopback addresses is a caller of its own. */
const addressOf = (index: number) => `127.1.${Math.floor(index / 200)}.${(index % 200) + 1}`;

async function firstMessage({ origin, seed }: BenchService, http: HttpClient): Promise<number> {
  const started = performance.now();
  const conversations = `${origin}/api/v2/webchat/guest/conversations`;
  const { id, jwt, member } = JSON.parse((await http.send('POST', conversations, {}, createBody(seed))).text);
  const own = { authorization: `Bearer ${jwt}` };
  await http.send('GET', `${conversations}/${id}/messages`, { ...own, 'webchat-poll': '1' });
  const path = `${conversations}/${id}/members/${member.id}/messages`;
  const { status } = await http.send('POST', path, own, { body: 'Hello?' });
  if (status !== 200) throw new Error(`the first message was answered with ${status}`);
  return performance.now() - started;
}

function sendBadInvitation(origin: string, agent: Agent): Promise<number> {
  const body = JSON.stringify({ token: 'a-link-that-nobody-made', password: 'a long enough password' });
  const headers = { 'content-type': 'application/json', 'content-length': `${body.length}` };
  return new Promise((resolve, reject) => {
    const asking = request(`${origin}/api/v2/console/invitation`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

const [, file, origin] = process.argv;
if (file === fileURLToPath(import.meta.url) && origin !== undefined) floodWhenAsked(origin);
