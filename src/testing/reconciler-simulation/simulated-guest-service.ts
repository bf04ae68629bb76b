import { ChatError } from '../../chat/errors.ts';
import type { Conversation, Member } from '../../chat/model.ts';
import type { ConversationPort, EventStream, GuestPort, StreamListeners } from '../../chat/ports.ts';
import { createSimulatedService, type SimulatedService } from './page/simulated-service.ts';
import type { SimulatedTab } from './simulated-browser.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** What goes wrong once, at the next use of its kind. */
export type NetworkFault =
  | { on: 'send' | 'create'; kind: 'refused' | 'lost-before' | 'lost-after' | 'late-commit' | 'error-after' }
  | { on: 'list'; kind: 'error' }
  | { on: 'frame'; kind: 'lost' | 'late' | 'twice' }
  | { on: 'socket'; kind: 'refused' };

/** A conversation of the service: its messages, and what its sockets hear. */
export type SimulatedConversation = Pick<SimulatedService, 'log' | 'isOver'> & {
  readonly id: string;
  say(body: string): void;
  end(): void;
};

export type SimulatedGuestService = {
  readonly conversations: ReadonlyMap<string, SimulatedConversation>;
  readonly faults: NetworkFault[];
  /** False: nothing reaches it, and nothing comes from it. */
  setUp(isUp: boolean): void;
  dropSockets(): void;
  heal(): void;
  /** The service as a page reaches it. */
  portFor(tab: SimulatedTab): GuestPort;
};

const HEARTBEAT_MS = 10_000;
const TIMEOUT_MS = 10_000;

export type GuestServiceOptions = { time: SimulatedTime; chance: (below: number) => number; isOurs: boolean };

export function createSimulatedGuestService({ time, chance, isOurs }: GuestServiceOptions): SimulatedGuestService {
  type Hosted = SimulatedConversation & { service: SimulatedService; onEnd: Set<() => void> };
  const hosted = new Map<string, Hosted>();
  const faults: NetworkFault[] = [];
  const sockets = new Set<() => void>();
  let isUp = true;

  function next<On extends NetworkFault['on']>(on: On): Extract<NetworkFault, { on: On }>['kind'] | undefined {
    const index = faults.findIndex((fault) => fault.on === on);
    return index < 0 ? undefined : (faults.splice(index, 1)[0]?.kind as never);
  }

  function host(): Conversation {
    const id = `c${hosted.size + 1}`;
    const service = createSimulatedService(time as never, { isOurs, hasEqualTimes: false, largestPage: 50 });
    const onEnd = new Set<() => void>();
    hosted.set(id, {
      id,
      service,
      log: service.log,
      isOver: service.isOver,
      onEnd,
      say: (body) => void service.commit('agent', body),
      end() {
        if (service.isOver()) return;
        service.end();
        for (const notify of [...onEnd]) time.after(20 + chance(40), notify);
      },
    });
    const capabilities = { idempotencyKey: isOurs, seq: isOurs };
    return { id, memberId: `me-${id}`, jwt: `jwt-${id}`, eventStreamUri: 'wss://chat.example/', capabilities };
  }

  /** One request, with its fault; `work` is what the service does. */
  function request<T>(tab: SimulatedTab, kind: string | undefined, work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const answer = (delayMs: number, give: () => void) => time.after(delayMs, () => tab.enter(give));
      const fail = (delayMs: number, error = new ChatError('offline')) => answer(delayMs, () => reject(error));
      const serve = (isAnswered: boolean, delayMs = 5 + chance(60)) =>
        time.after(delayMs, () => {
          if (!isUp) return fail(20);
          try {
            const result = work();
            if (isAnswered) answer(5 + chance(60), () => resolve(result));
          } catch (error) {
            if (isAnswered) answer(5 + chance(60), () => reject(error));
          }
        });
      if (!isUp || kind === 'refused' || kind === 'error') return fail(10 + chance(40));
      if (kind === 'lost-before') return fail(TIMEOUT_MS, new ChatError('timeout'));
      serve(kind === undefined, kind === 'late-commit' ? 1_000 + chance(24_000) : undefined);
      if (kind === 'error-after') fail(120);
      else if (kind) fail(TIMEOUT_MS, new ChatError('timeout'));
    });
  }

  function openSocket(tab: SimulatedTab, { service, onEnd }: Hosted, listeners: StreamListeners): EventStream {
    let stops: (() => void)[] = [];
    let isOpen = false;
    let isStopped = false;
    let failures = 0;
    const hear = (task: () => void) => {
      const generation = stops;
      return () => tab.enter(() => generation === stops && !isStopped && task());
    };

    function letGo(): void {
      isOpen = false;
      for (const stop of stops) stop();
      stops = [];
    }

    function lose(): void {
      letGo();
      sockets.delete(lose);
      if (isStopped) return;
      stops.push(time.after(chance(Math.min(8_000, 500 * 2 ** failures++)), hear(connect)));
      tab.enter(() => !isStopped && listeners.onLost());
    }

    function connect(): void {
      letGo();
      stops.push(time.after(20 + chance(50), hear(open)));
    }

    function open(): void {
      if (!isUp || next('socket')) return lose();
      isOpen = true;
      failures = 0;
      sockets.add(lose);
      const over = hear(() => {
        stop();
        listeners.onOver();
      });
      if (service.isOver()) return over();
      onEnd.add(over);
      const beat = () => {
        stops.push(time.after(HEARTBEAT_MS, beat));
        if (isUp) hear(() => listeners.onEvent({ type: 'heartbeat', seq: isOurs ? service.log.length : undefined }))();
      };
      stops.push(
        time.after(HEARTBEAT_MS, beat),
        () => onEnd.delete(over),
        service.onCommit((message) => {
          const fault = next('frame');
          const arrive = hear(() => listeners.onEvent({ type: 'message', message }));
          if (fault === 'lost') return;
          time.after(fault === 'late' ? 4_000 : 5 + chance(50), arrive);
          if (fault === 'twice') time.after(100 + chance(3_000), arrive);
        }),
      );
      listeners.onOpen();
    }

    function stop(): void {
      isStopped = true;
      sockets.delete(lose);
      letGo();
    }

    connect();
    return { wake: () => void (isOpen || connect()), stop };
  }

  function portOf(tab: SimulatedTab, chat: Conversation): ConversationPort {
    const found = hosted.get(chat.id);
    if (!found) throw new Error(`No conversation ${chat.id}`);
    const { service } = found;
    const me = (): Member => ({
      id: chat.memberId,
      role: 'customer',
      displayName: 'Gina',
      avatarUrl: undefined,
      presence: service.isOver() ? 'left' : 'connected',
    });
    const agent: Member = { ...me(), id: 'agent', role: 'agent', displayName: 'Ada', presence: 'connected' };
    return {
      listMessages: (query) =>
        request(tab, next('list'), () => {
          const messages = service.list(query);
          if (!messages) throw new ChatError('rejected', { status: 400 });
          return messages;
        }),
      sendMessage(body, key) {
        return request(tab, next('send'), () => {
          const message = service.commit(chat.memberId, body, key);
          if (!message) throw new ChatError('rejected', { status: 400, code: 'chat.error.conversation.state' });
          return message;
        });
      },
      sendTyping: () => request(tab, undefined, () => {}),
      listMembers: () => request(tab, undefined, () => [me(), agent]),
      getMember: (id) => request(tab, undefined, () => (id === chat.memberId ? me() : agent)),
      listMediaRequests: () => request(tab, undefined, () => []),
      answerMediaRequest: (media) => request(tab, undefined, () => media),
      leave: () => request(tab, undefined, () => found.end()),
      openStream: (listeners) => openSocket(tab, found, listeners),
    };
  }

  return {
    conversations: hosted,
    faults,
    setUp(next) {
      isUp = next;
      if (!isUp) for (const lose of [...sockets]) lose();
    },
    dropSockets() {
      for (const lose of [...sockets]) lose();
    },
    heal() {
      isUp = true;
      faults.length = 0;
    },
    portFor: (tab) => ({
      createConversation: () => request(tab, next('create'), host),
      conversation: (chat) => portOf(tab, chat),
    }),
  };
}
