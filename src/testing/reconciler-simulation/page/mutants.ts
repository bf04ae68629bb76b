import type { ChatEffect } from '../../../chat/reconciler/actions.ts';
import type { PendingMessage } from '../../../chat/reconciler/pending-message.ts';
import type { ChatState } from '../../../chat/reconciler/state.ts';
import { type Rules, shippedRules } from './simulated-page.ts';

type Reduce = Rules['reduce'];
type Reduced = ReturnType<Reduce>;

/** Planted mistakes, which wrap the shipped reducer. The property test must find each of them. */
export const mutants = {
  'a live frame moves the cursor': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    return action.type === 'received' && reduced.state.isAnchored
      ? withState(reduced, { cursor: action.message.id })
      : reduced;
  }),

  'no resync without a cause': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    const isPoll = (effect: ChatEffect) =>
      effect.type === 'set-timer' && effect.timer === 'resync' && effect.delayMs >= 60_000;
    return { ...reduced, effects: reduced.effects.filter((effect) => !isPoll(effect)) };
  }),

  'everything queued is posted at once': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    if (!reduced.effects.some(({ type }) => type === 'post')) return reduced;
    const queued = reduced.state.outbox.filter(({ progress }) => progress.state === 'queued');
    const outbox = reduced.state.outbox.map((entry) => (queued.includes(entry) ? inFlight(entry) : entry));
    const posts = queued.map(({ key, body }) => ({ type: 'post', key, body, attempt: 1 }) as const);
    return { state: { ...reduced.state, outbox }, effects: [...reduced.effects, ...posts] };
  }),

  'what was left queued is not sent after a reload': mutateCreate((state) => ({
    outbox: state.outbox.map((entry) =>
      entry.progress.state === 'queued' ? { ...entry, progress: { state: 'waiting' } } : entry,
    ),
  })),

  'a known id is shown again': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    const twin = action.type === 'received' && state.timeline.find(({ message }) => message.id === action.message.id);
    return twin ? withState(reduced, { timeline: [...reduced.state.timeline, twin] }) : reduced;
  }),

  'an unconfirmed text is posted again at once, without a key': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    const outbox = reduced.state.outbox.map((entry) =>
      entry.progress.state === 'unknown' ? ({ ...entry, progress: { state: 'queued' } } as const) : entry,
    );
    return withState(reduced, { outbox });
  }),

  'failed is final': mutateReduce((reduce) => (state, action, now) => {
    const outbox = state.outbox.map((entry) =>
      entry.progress.state === 'failed'
        ? ({ ...entry, progress: { state: 'failed', reason: 'rejected' } } as const)
        : entry,
    );
    return reduce({ ...state, outbox }, action, now);
  }),

  'a reload forgets where an unconfirmed text was posted': mutateCreate((state) => ({
    outbox: state.outbox.map(({ base: _, ...entry }) => entry),
    timeline: [],
    isAnchored: false,
    cursor: undefined,
    oldest: undefined,
    hasOlder: false,
  })),

  'a catch-up that started too early proves that nothing is there': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    const { catchUp: pass } = reduced.state;
    return pass && !state.catchUp
      ? withState(reduced, { catchUp: { ...pass, startedAt: pass.startedAt + 30_000 } })
      : reduced;
  }),

  'a later text may pass a waiting one': mutateReduce((reduce) => (state, action, now) => {
    const isWaiting = ({ progress }: PendingMessage) => progress.state === 'waiting';
    if (action.type !== 'written') return reduce(state, action, now);
    const reduced = reduce({ ...state, outbox: state.outbox.filter((entry) => !isWaiting(entry)) }, action, now);
    return withState(reduced, { outbox: [...state.outbox.filter(isWaiting), ...reduced.state.outbox] });
  }),

  'the outbox is saved after the post': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    const isSave = ({ type }: ChatEffect) => type === 'save-outbox';
    const others = reduced.effects.filter((effect) => !isSave(effect));
    return { ...reduced, effects: [...others, ...reduced.effects.filter(isSave)] };
  }),

  'messages are shown in the order they arrive': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    const news = reduced.state.timeline.filter(
      ({ message }) => !state.timeline.some((old) => old.message.id === message.id),
    );
    if (action.type !== 'received' || news.length === 0) return reduced;
    const rest = reduced.state.timeline.filter((item) => !news.includes(item));
    return withState(reduced, { timeline: [...rest, ...news] });
  }),

  'a catch-up asks for one page only': mutateReduce((reduce) => (state, action, now) => {
    const reduced = reduce(state, action, now);
    if (action.type !== 'listed' || state.catchUp?.request !== action.request || !state.isAnchored) return reduced;
    const effects = reduced.effects.filter(({ type }) => type !== 'list');
    return { state: { ...reduced.state, catchUp: undefined, hasCaughtUp: true, connection: 'in-sync' }, effects };
  }),
} satisfies Record<string, Rules>;

function mutateReduce(mutate: (reduce: Reduce) => Reduce): Rules {
  return { ...shippedRules, reduce: mutate(shippedRules.reduce) };
}

function mutateCreate(change: (state: ChatState) => Partial<ChatState>): Rules {
  return {
    ...shippedRules,
    create(outbox, pageSize) {
      const state = shippedRules.create(outbox, pageSize);
      return outbox.length > 0 ? { ...state, ...change(state) } : state;
    },
  };
}

function withState(reduced: Reduced, change: Partial<ChatState>): Reduced {
  return { ...reduced, state: { ...reduced.state, ...change } };
}

function inFlight(entry: PendingMessage): PendingMessage {
  return { ...entry, attempt: 1, progress: { state: 'inflight' } };
}
