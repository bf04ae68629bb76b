import { WebSocket } from 'ws';
import type { CreateWebChatConversationResponse } from '../../protocol/schema/conversation.ts';
import type { Frame } from '../../protocol/schema/frame.ts';
import type { InProcessServer } from './in-process-server.ts';
import type { Answer } from './test-agent.ts';
import { until } from './until.ts';

/** A guest at the wire: no widget, only the operations and a real socket. */
export type TestGuest = {
  id: string;
  memberId: string;
  jwt: string;
  eventStreamUri: string;
  /** A request below the guest's conversation, with its credentials. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  say(body: string, headers?: Record<string, string>): Promise<Answer>;
  leave(): Promise<Answer>;
  attach(options?: SocketOptions): Promise<TestSocket>;
};

export type SocketOptions = { origin?: string; protocols?: string[] };

export type TestSocket = {
  frames: Frame[];
  /** Each frame in short: `message Hello`, `member guest CONNECTED`, `closed 1001`. */
  received: string[];
  protocol: string;
  send(text: string): void;
  /** The close code, once closed. */
  closed: Promise<{ code: number; reason: string }>;
  /** Waits until this was received. */
  waitFor(what: string): Promise<void>;
  close(): void;
  /** Stops and goes on reading, so that the service's frames pile up. */
  pause(): void;
  resume(): void;
};

/** Where a guest comes to: a server in this process, or one elsewhere. */
type GuestTarget = Pick<InProcessServer, 'fetch' | 'seed'>;

export const createBody = (seed: InProcessServer['seed'], change: object = {}) => ({
  organizationId: seed.organizationId,
  deploymentId: seed.deploymentId,
  routingTarget: { targetType: 'QUEUE', targetAddress: seed.queue },
  memberInfo: { displayName: 'Ada' },
  ...change,
});

export async function createGuest(server: GuestTarget, change: object = {}): Promise<TestGuest> {
  const answer = await server.fetch('/api/v2/webchat/guest/conversations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(createBody(server.seed, change)),
  });
  if (!answer.ok) throw new Error(`create: ${answer.status} ${await answer.text()}`);
  const { id, jwt, eventStreamUri, member } = (await answer.json()) as CreateWebChatConversationResponse;

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await server.fetch(`/api/v2/webchat/guest/conversations/${id}${path}`, {
      method,
      headers: { Authorization: `Bearer ${jwt}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
  }

  return {
    id,
    memberId: member.id,
    jwt,
    eventStreamUri,
    call,
    say: (body, headers) => call('POST', `/members/${member.id}/messages`, { body }, headers),
    leave: () => call('DELETE', `/members/${member.id}`),
    attach: (options) => openSocket(eventStreamUri, { ...options, memberId: member.id }),
  };
}

/** A guest who is attached and whom the agent has answered. */
export async function createConnectedChat(
  server: GuestTarget & Pick<InProcessServer, 'agent'>,
  change: object = {},
): Promise<{ guest: TestGuest; socket: TestSocket }> {
  const guest = await createGuest(server, change);
  const socket = await guest.attach();
  await server.agent.accept(guest.id);
  await socket.waitFor('member-join');
  return { guest, socket };
}

export async function openSocket(
  uri: string,
  { origin, protocols = [], memberId }: SocketOptions & { memberId?: string } = {},
): Promise<TestSocket> {
  const socket = new WebSocket(uri, protocols, origin === undefined ? {} : { origin });
  const frames: Frame[] = [];
  const received: string[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Frame;
    frames.push(frame);
    received.push(summarizeFrame(frame, memberId));
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      received.push(`closed ${code}`);
      resolve({ code, reason: String(reason) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, response) => {
      reject(new Error(`refused with ${response.statusCode}`));
    });
    socket.on('error', reject);
  });
  return {
    frames,
    received: received,
    protocol: socket.protocol,
    send: (text) => socket.send(text),
    closed,
    waitFor: (what) => until(() => received.includes(what), `receiving "${what}"`),
    close: () => socket.close(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
}

function summarizeFrame(frame: Frame, memberId: string | undefined): string {
  if ('result' in frame) return `result ${frame.result}`;
  if (!('metadata' in frame)) return frame.eventBody.message;
  switch (frame.metadata.type) {
    case 'message': {
      const { body, bodyType } = frame.eventBody as { body: string; bodyType: string };
      return bodyType === 'standard' ? `message ${body}` : bodyType;
    }
    case 'typing-indicator':
      return 'typing';
    case 'member-change': {
      const { member } = frame.eventBody as { member: { id: string; state: string } };
      return `member ${member.id === memberId ? 'guest' : 'other'} ${member.state}`;
    }
    case 'media-request-change':
      return `media ${(frame.eventBody as { mediaRequest: { state: string } }).mediaRequest.state}`;
    default:
      return 'chat';
  }
}
