import { createFaultySocketClass } from './faulty-socket.ts';
import { createMessageDropper } from './message-dropper.ts';
import type { Fault, FaultKind } from './scenario.ts';

type NetworkParts = {
  fetch: (request: Request) => Promise<Response>;
  /** The socket's constructor. */
  WebSocket: unknown;
  after(delayMs: number, task: () => void): () => void;
};

/** The network between a visitor's page and the service. */
export interface FaultyNetwork {
  fetch(request: Request): Promise<Response>;
  readonly WebSocket: unknown;
  /** Applies this fault at once, or to the next frame or request it fits. */
  inject(fault: Fault): void;
  /**
   * A fault that no client can repair: loses the next message of the agent for ever, or sends the next one of the
   * visitor twice.
   */
  plant(mistake: 'loss' | 'double'): void;
  /** Removes all faults that have not happened yet. */
  clearFaults(): void;
  /** How often each kind of fault has taken effect. */
  hits(): Readonly<Partial<Record<FaultKind, number>>>;
  isHealthy(): boolean;
}

const guestApi = '/api/v2/webchat/guest/';

/** A connection to the service that fails only by injected faults. */
export function createFaultyNetwork({ fetch, WebSocket, after }: NetworkParts): FaultyNetwork {
  const hits: Partial<Record<FaultKind, number>> = {};
  const sockets = new Set<{ disconnect(): void }>();
  const expired = new Set<string>();
  let armed: Fault[] = [];
  let delayMs = 0;
  let isInTunnel = false;
  let bearer: string | undefined;
  // A second fault of the same kind restarts its time.
  let endDelay = () => {};
  let endTunnel = () => {};
  let isDoublePlanted = false;
  const messageDropper = createMessageDropper();

  const hit = (kind: FaultKind) => {
    hits[kind] = (hits[kind] ?? 0) + 1;
  };
  const isArmed = (kind: FaultKind, on: Fault['on']) => find(kind, on) !== undefined;
  const find = (kind: FaultKind, on: Fault['on']) => armed.find((fault) => fault.kind === kind && fault.on === on);
  const take = (kind: FaultKind, on: Fault['on']) => {
    const found = find(kind, on);
    if (found) hit(kind);
    armed = armed.filter((fault) => fault !== found);
    return found !== undefined;
  };
  const pause = (ms: number) => new Promise<void>((resolve) => void after(ms, resolve));
  const lost = () => new TypeError('Failed to fetch');
  const setDelay = (ms: number) => {
    delayMs = ms;
  };
  const leaveTunnel = () => {
    isInTunnel = false;
  };

  async function fetchThrough(request: Request): Promise<Response> {
    if (!request.url.includes(guestApi)) return fetch(request);
    if (isInTunnel) throw lost();
    if (delayMs) await pause(delayMs);
    messageDropper.readOwnMember(request.url);
    const asked = withItsToken(request);
    const answer = await (isSend(request) ? send(asked) : fetch(asked).then(messageDropper.filterList));
    if (isInTunnel) throw lost();
    return answer;
  }

  function withItsToken(request: Request): Request {
    bearer = request.headers.get('Authorization') ?? bearer;
    if (!expired.has(request.headers.get('Authorization') ?? '')) return request;
    // The service itself refuses it.
    const headers = new Headers(request.headers);
    headers.set('Authorization', 'Bearer expired');
    return new Request(request, { headers });
  }

  async function send(request: Request): Promise<Response> {
    if (take('drop', 'request')) throw lost();
    if (take('limit', 'request')) return createErrorResponse(429, 'too.many.requests', { 'Retry-After': '1' });
    const twin = isDoublePlanted || take('duplicate', 'request') ? createTwin(request, isDoublePlanted) : undefined;
    isDoublePlanted = false;
    const answer = await fetch(request);
    if (twin) await fetch(twin);
    if (take('drop', 'answer')) throw lost();
    return take('error', 'answer') ? createErrorResponse(500, 'internal.server.error') : answer;
  }

  const FaultySocket = createFaultySocketClass({
    RealSocket: WebSocket as typeof globalThis.WebSocket,
    after,
    sockets,
    isInTunnel: () => isInTunnel,
    delayMs: () => delayMs,
    isArmed,
    take,
    dropsFrame: messageDropper.dropsFrame,
  });

  return {
    fetch: fetchThrough,
    WebSocket: FaultySocket,
    inject(fault) {
      switch (fault.kind) {
        case 'latency':
          hit('latency');
          setDelay(fault.ms);
          endDelay();
          endDelay = after(fault.ms * 2, () => setDelay(0));
          return;
        case 'tunnel':
          hit('tunnel');
          isInTunnel = true;
          for (const socket of [...sockets]) socket.disconnect();
          endTunnel();
          endTunnel = after(fault.ms, leaveTunnel);
          return;
        case 'expiry':
          if (bearer) expired.add(bearer);
          hit('expiry');
          for (const socket of [...sockets]) socket.disconnect();
          return;
        case 'kill':
          // A kill happens to the service, not to the network.
          hit('kill');
          return;
        case 'drop':
        case 'duplicate':
        case 'reorder':
        case 'limit':
        case 'error':
          armed.push(fault);
          return;
        default:
          fault.kind satisfies never;
      }
    },
    plant(mistake) {
      if (mistake === 'double') isDoublePlanted = true;
      else messageDropper.arm();
    },
    clearFaults() {
      endDelay();
      endTunnel();
      armed = [];
      setDelay(0);
      leaveTunnel();
    },
    hits: () => hits,
    isHealthy: () => armed.length === 0 && delayMs === 0 && !isInTunnel,
  };
}

/** With its key the service knows it again; without, it is another message. */
function createTwin(request: Request, isStranger: boolean): Request {
  const headers = new Headers(request.headers);
  if (isStranger) headers.delete('Idempotency-Key');
  return new Request(request.clone(), { headers });
}

const isSend = ({ method, url }: Request) => method === 'POST' && /\/messages$/.test(url);

const createErrorResponse = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ status, code, message: 'A fault of the playground' }, { status, headers });
