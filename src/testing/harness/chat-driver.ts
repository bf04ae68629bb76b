import type { Message } from '../../chat/model.ts';
import type { ChatAction, ChatEffect, ListQuery } from '../../chat/reconciler/actions.ts';
import type { PendingMessage } from '../../chat/reconciler/pending-message.ts';
import { reduce } from '../../chat/reconciler/reducer.ts';
import { entriesOf, outboxOf } from '../../chat/reconciler/selectors.ts';
import { type ChatState, createChatState } from '../../chat/reconciler/state.ts';

export type ChatDriverOptions = {
  /** What the service's list holds. */
  log?: Message[];
  /** Our own service, with keys and numbers. */
  isOurs?: boolean;
  outbox?: readonly PendingMessage[];
  pageSize?: number;
};

type ListEffect = Extract<ChatEffect, { type: 'list' }>;
type PostEffect = Extract<ChatEffect, { type: 'post' }>;

/** Runs the reducer by hand: actions in, effects recorded, lists answered from `log` on demand. */
export function createChatDriver({ log = [], isOurs = false, outbox = [], pageSize = 50 }: ChatDriverOptions = {}) {
  let state = createChatState({ outbox, pageSize });
  let now = 0;
  let lists: ListEffect[] = [];
  const effects: ChatEffect[] = [];

  function dispatch(action: ChatAction): ChatEffect[] {
    const reduced = reduce(state, action, now);
    state = reduced.state;
    effects.push(...reduced.effects);
    lists.push(...reduced.effects.filter((effect) => effect.type === 'list'));
    return reduced.effects;
  }

  const driver = {
    log,
    dispatch,
    state: (): ChatState => state,
    saved: () => JSON.parse(JSON.stringify(outboxOf(state))) as PendingMessage[],
    lists: () => lists,
    /** Takes the oldest list request without an answer; the caller answers it. */
    takeList(): ListEffect {
      const [first, ...rest] = lists;
      if (!first) throw new Error('no list was asked for');
      lists = rest;
      return first;
    },
    posts: () => effects.filter((effect): effect is PostEffect => effect.type === 'post'),
    post: () => effects.findLast((effect): effect is PostEffect => effect.type === 'post'),
    timer: (timer: string) => effects.findLast((effect) => effect.type === 'set-timer' && effect.timer === timer),
    bodies: () => entriesOf(state, 'me').map(({ body }) => body),
    deliveries: () => entriesOf(state, 'me').map(({ body, delivery }) => `${body}: ${delivery.state}`),
    begin: () => dispatch({ type: 'began', me: 'me', capabilities: { idempotencyKey: isOurs, seq: isOurs } }),
    write: (key: string, body = key) => dispatch({ type: 'written', key, body, at: 0 }),
    later(ms: number): void {
      now += ms;
    },
    /** Answers lists until none is asked for any more. */
    answerLists(): void {
      while (lists.length > 0) {
        const asked = lists;
        lists = [];
        for (const { request, query } of asked) dispatch({ type: 'listed', request, messages: pageOf(log, query) });
      }
    },
    failLists(failure: 'transient' | 'unknown-cursor' | 'over'): void {
      const asked = lists;
      lists = [];
      for (const { request } of asked) dispatch({ type: 'list-failed', request, failure });
    },
  };
  return driver;
}

/** A chat whose stream is open and whose first catch-up is over. */
export function openChatDriver(options: ChatDriverOptions = {}) {
  const chat = createChatDriver(options);
  chat.begin();
  chat.dispatch({ type: 'stream-opened' });
  chat.answerLists();
  return chat;
}

let made = 0;

/** A committed message, later than those made before. */
export function createMessage(body: string, fields: Partial<Message> = {}): Message {
  made++;
  return {
    id: `id-${made}`,
    senderId: 'agent',
    kind: 'standard',
    body,
    at: made,
    seq: undefined,
    key: undefined,
    ...fields,
  };
}

function pageOf(log: readonly Message[], { after, before, sortOrder, maxResults }: ListQuery): Message[] {
  const index = log.findIndex(({ id }) => id === (after ?? before));
  const wanted = log.slice(after ? index + 1 : 0, before ? index : undefined);
  return sortOrder === 'ascending' ? wanted.slice(0, maxResults) : wanted.slice(-maxResults).reverse();
}
