import type { Message } from '../../chat/message.ts';
import type { ChatEffect, ChatInput, ListQuery } from '../../chat/reconciler/actions.ts';
import type { SavedEntry } from '../../chat/reconciler/pending-message.ts';
import { step } from '../../chat/reconciler/reducer.ts';
import { entriesOf, outboxOf } from '../../chat/reconciler/selectors.ts';
import { type ChatState, createChatState } from '../../chat/reconciler/state.ts';

export type ChatDriverOptions = {
  /** What the service's list holds. */
  log?: Message[];
  /** Our own service, with keys and numbers. */
  isOurs?: boolean;
  outbox?: readonly SavedEntry[];
  pageSize?: number;
};

type ListEffect = Extract<ChatEffect, { type: 'list' }>;
type PostEffect = Extract<ChatEffect, { type: 'post' }>;

/** Steps a chat by hand: inputs in, effects noted, lists answered from `log` when told. */
export function createChatDriver({ log = [], isOurs = false, outbox = [], pageSize = 50 }: ChatDriverOptions = {}) {
  let state = createChatState({ outbox, pageSize });
  let now = 0;
  let lists: ListEffect[] = [];
  const noted: ChatEffect[] = [];

  function tell(input: ChatInput): ChatEffect[] {
    const stepped = step(state, input, now);
    state = stepped.state;
    noted.push(...stepped.effects);
    lists.push(...stepped.effects.filter((effect) => effect.type === 'list'));
    return stepped.effects;
  }

  const driver = {
    log,
    tell,
    state: (): ChatState => state,
    saved: () => JSON.parse(JSON.stringify(outboxOf(state))) as SavedEntry[],
    lists: () => lists,
    /** The oldest list not answered yet; it is for the caller to answer now. */
    takeList(): ListEffect {
      const [first, ...rest] = lists;
      if (!first) throw new Error('no list was asked for');
      lists = rest;
      return first;
    },
    posts: () => noted.filter((effect): effect is PostEffect => effect.type === 'post'),
    post: () => noted.findLast((effect): effect is PostEffect => effect.type === 'post'),
    timer: (timer: string) => noted.findLast((effect) => effect.type === 'set-timer' && effect.timer === timer),
    bodies: () => entriesOf(state, 'me').map(({ body }) => body),
    deliveries: () => entriesOf(state, 'me').map(({ body, delivery }) => `${body}: ${delivery.state}`),
    begin: () => tell({ type: 'began', me: 'me', capabilities: { idempotencyKey: isOurs, seq: isOurs } }),
    write: (key: string, body = key) => tell({ type: 'written', key, body, at: 0 }),
    later(ms: number): void {
      now += ms;
    },
    /** Answers lists until none is asked for any more. */
    answerLists(): void {
      while (lists.length > 0) {
        const asked = lists;
        lists = [];
        for (const { request, query } of asked) tell({ type: 'listed', request, messages: pageOf(log, query) });
      }
    },
    failLists(failure: 'transient' | 'unknown-cursor' | 'over'): void {
      const asked = lists;
      lists = [];
      for (const { request } of asked) tell({ type: 'list-failed', request, failure });
    },
  };
  return driver;
}

/** A chat whose stream is open and whose first look is over. */
export function openChatDriver(options: ChatDriverOptions = {}) {
  const chat = createChatDriver(options);
  chat.begin();
  chat.tell({ type: 'stream-opened' });
  chat.answerLists();
  return chat;
}

let made = 0;

/** A committed message, later than those made before. */
export function aMessage(body: string, facts: Partial<Message> = {}): Message {
  made++;
  return {
    id: `id-${made}`,
    senderId: 'agent',
    kind: 'standard',
    body,
    at: made,
    seq: undefined,
    key: undefined,
    ...facts,
  };
}

function pageOf(log: readonly Message[], { after, before, sortOrder, maxResults }: ListQuery): Message[] {
  const index = log.findIndex(({ id }) => id === (after ?? before));
  const wanted = log.slice(after ? index + 1 : 0, before ? index : undefined);
  return sortOrder === 'ascending' ? wanted.slice(0, maxResults) : wanted.slice(-maxResults).reverse();
}
