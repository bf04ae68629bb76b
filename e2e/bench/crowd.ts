import { WebSocket } from 'ws';
import { signInAgent, type TestAgent } from '../../src/testing/harness/test-agent.ts';
import type { BenchService } from './bench-service.ts';
import type { HttpClient } from './http-client.ts';

export type Chat = {
  id: string;
  say(body: string): Promise<void>;
  list(): Promise<void>;
  /** Sends a message as the agent; resolves with the milliseconds until the guest's socket received it. */
  hear(body: string): Promise<number>;
  /** By how many milliseconds its heartbeats missed their time at worst; `undefined` before the first. */
  lateness(): number | undefined;
  close(): void;
};

const together = 50;

/** Many guests at once, each with a socket, and the one agent who has answered them all. */
export async function gather(service: BenchService, http: HttpClient, count: number): Promise<Chat[]> {
  const toService: typeof fetch = (path, init) => fetch(new URL(String(path), service.origin), init);
  const agent = await signInAgent({ fetch: toService, client: service.seed.client });
  const chats: Chat[] = [];
  await inParallel(count, async () => {
    const guest = await createGuest(service, http);
    const socket = await attach(guest.eventStreamUri);
    const lateness = watchHeartbeats(socket);
    await acceptOnceOffered(agent, guest.id);
    chats.push({ ...(await chatOf(service, http, agent, guest, socket)), lateness });
  });
  return chats;
}

/** Opens the sockets of guests without an agent; resolves with how many were attached a second. */
export async function openIdleSockets(service: BenchService, http: HttpClient, count: number) {
  const uris: string[] = [];
  await inParallel(count, async () => void uris.push((await createGuest(service, http)).eventStreamUri));
  const before = await service.residentBytes();
  const started = performance.now();
  const sockets: WebSocket[] = [];
  await inParallel(count, async (index) => void sockets.push(await attach(uris[index] ?? '')));
  const perSecond = (count * 1000) / (performance.now() - started);
  return { sockets, perSecond, bytesEach: ((await service.residentBytes()) - before) / count };
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(count, together) }, worker));
}

type Guest = { id: string; jwt: string; eventStreamUri: string; member: { id: string } };

async function createGuest({ origin, seed }: BenchService, http: HttpClient): Promise<Guest> {
  const { status, text } = await http.send(
    'POST',
    `${origin}/api/v2/webchat/guest/conversations`,
    {},
    {
      organizationId: seed.organizationId,
      deploymentId: seed.deploymentId,
      routingTarget: { targetType: 'QUEUE', targetAddress: seed.queue },
      memberInfo: { displayName: 'Mira' },
    },
  );
  if (status !== 200) throw new Error(`create answered ${status}: ${text}`);
  return JSON.parse(text);
}

function attach(uri: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(uri, { perMessageDeflate: false });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}

const heartbeatMs = 30_000;

function watchHeartbeats(socket: WebSocket): Chat['lateness'] {
  const opened = performance.now();
  let count = 0;
  let worst: number | undefined;
  socket.on('message', (data) => {
    if (!String(data).includes('WebSocket Heartbeat')) return;
    count += 1;
    worst = Math.max(worst ?? 0, Math.abs(performance.now() - opened - count * heartbeatMs));
  });
  return () => worst;
}

async function acceptOnceOffered(agent: TestAgent, conversationId: string): Promise<void> {
  for (;;) {
    try {
      return await agent.accept(conversationId);
    } catch {
      // Not offered yet.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function chatOf(
  { origin }: BenchService,
  http: HttpClient,
  agent: TestAgent,
  guest: Guest,
  socket: WebSocket,
): Promise<Omit<Chat, 'lateness'>> {
  const own = `${origin}/api/v2/webchat/guest/conversations/${guest.id}`;
  const asGuest = { authorization: `Bearer ${guest.jwt}` };
  const asAgent = { authorization: `Bearer ${agent.token}` };
  const { participants } = await agent.conversation(guest.id);
  const mine = participants.findLast((one) => one.userId === agent.userId)?.chats[0]?.id;
  const talk = `${origin}/api/v2/conversations/chats/${guest.id}/communications/${mine}/messages`;
  const ask = async (method: string, url: string, headers: Record<string, string>, body?: unknown) => {
    const { status, text } = await http.send(method, url, headers, body);
    if (status >= 300) throw new Error(`${method} answered ${status}: ${text}`);
  };
  return {
    id: guest.id,
    say: (body) => ask('POST', `${own}/members/${guest.member.id}/messages`, asGuest, { body }),
    list: () => ask('GET', `${own}/messages?maxResults=25`, asGuest),
    async hear(body) {
      const started = performance.now();
      const heard = new Promise<number>((resolve) => {
        const onMessage = (data: unknown) => {
          if (!String(data).includes(body)) return;
          socket.off('message', onMessage);
          resolve(performance.now() - started);
        };
        socket.on('message', onMessage);
      });
      await ask('POST', talk, asAgent, { body });
      return heard;
    },
    close: () => socket.terminate(),
  };
}
