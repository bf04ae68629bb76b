import type { ChatEffect } from '../../../chat/reconciler/actions.ts';
import type { SavedEntry } from '../../../chat/reconciler/pending-message.ts';
import type { ChatState } from '../../../chat/reconciler/state.ts';
import { type Rules, shippedRules } from './simulated-page.ts';

type Step = Rules['step'];
type Stepped = ReturnType<Step>;

/** Planted mistakes: the shipped rules, bent from outside. A test that lets one pass is no test. */
export const mutants = {
  'a live frame moves the cursor': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    return input.type === 'received' && stepped.state.isAnchored
      ? withState(stepped, { cursor: input.message.id })
      : stepped;
  }),

  'nobody looks without a cause': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    const isPoll = (effect: ChatEffect) =>
      effect.type === 'set-timer' && effect.timer === 'look' && effect.delayMs >= 60_000;
    return { ...stepped, effects: stepped.effects.filter((effect) => !isPoll(effect)) };
  }),

  'everything queued is posted at once': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    if (!stepped.effects.some(({ type }) => type === 'post')) return stepped;
    const queued = stepped.state.outbox.filter(({ progress }) => progress.state === 'queued');
    const outbox = stepped.state.outbox.map((entry) => (queued.includes(entry) ? inFlight(entry) : entry));
    const posts = queued.map(({ key, body }) => ({ type: 'post', key, body, attempt: 1 }) as const);
    return { state: { ...stepped.state, outbox }, effects: [...stepped.effects, ...posts] };
  }),

  'what was left queued is not sent after a reload': reborn((state) => ({
    outbox: state.outbox.map((entry) =>
      entry.progress.state === 'queued' ? { ...entry, progress: { state: 'waiting' } } : entry,
    ),
  })),

  'a known id is drawn again': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    const twin = input.type === 'received' && state.timeline.find(({ message }) => message.id === input.message.id);
    return twin ? withState(stepped, { timeline: [...stepped.state.timeline, twin] }) : stepped;
  }),

  'doubt is posted again at once, without a key': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    const outbox = stepped.state.outbox.map((entry) =>
      entry.progress.state === 'unknown' ? ({ ...entry, progress: { state: 'queued' } } as const) : entry,
    );
    return withState(stepped, { outbox });
  }),

  'failed is final': bent((step) => (state, input, now) => {
    const outbox = state.outbox.map((entry) =>
      entry.progress.state === 'failed'
        ? ({ ...entry, progress: { state: 'failed', reason: 'rejected' } } as const)
        : entry,
    );
    return step({ ...state, outbox }, input, now);
  }),

  'a reload forgets where a doubtful text was posted': reborn((state) => ({
    outbox: state.outbox.map(({ base: _, ...entry }) => entry),
    timeline: [],
    isAnchored: false,
    cursor: undefined,
    oldest: undefined,
    hasOlder: false,
  })),

  'a look that began too early proves that nothing is there': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    const { pass } = stepped.state;
    return pass && !state.pass ? withState(stepped, { pass: { ...pass, began: pass.began + 30_000 } }) : stepped;
  }),

  'a later text may pass a waiting one': bent((step) => (state, input, now) => {
    const isWaiting = ({ progress }: SavedEntry) => progress.state === 'waiting';
    if (input.type !== 'written') return step(state, input, now);
    const stepped = step({ ...state, outbox: state.outbox.filter((entry) => !isWaiting(entry)) }, input, now);
    return withState(stepped, { outbox: [...state.outbox.filter(isWaiting), ...stepped.state.outbox] });
  }),

  'the outbox is saved after the post': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    const isSave = ({ type }: ChatEffect) => type === 'save-outbox';
    const others = stepped.effects.filter((effect) => !isSave(effect));
    return { ...stepped, effects: [...others, ...stepped.effects.filter(isSave)] };
  }),

  'messages are shown in the order they arrive': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    const news = stepped.state.timeline.filter(
      ({ message }) => !state.timeline.some((old) => old.message.id === message.id),
    );
    if (input.type !== 'received' || news.length === 0) return stepped;
    const rest = stepped.state.timeline.filter((item) => !news.includes(item));
    return withState(stepped, { timeline: [...rest, ...news] });
  }),

  'no page is asked for after the first of a look': bent((step) => (state, input, now) => {
    const stepped = step(state, input, now);
    if (input.type !== 'listed' || state.pass?.request !== input.request || !state.isAnchored) return stepped;
    const effects = stepped.effects.filter(({ type }) => type !== 'list');
    return { state: { ...stepped.state, pass: undefined, hasPassed: true, line: 'current' }, effects };
  }),
} satisfies Record<string, Rules>;

function bent(bend: (step: Step) => Step): Rules {
  return { ...shippedRules, step: bend(shippedRules.step) };
}

function reborn(change: (state: ChatState) => Partial<ChatState>): Rules {
  return {
    ...shippedRules,
    create(outbox, pageSize) {
      const state = shippedRules.create(outbox, pageSize);
      return outbox.length > 0 ? { ...state, ...change(state) } : state;
    },
  };
}

function withState(stepped: Stepped, change: Partial<ChatState>): Stepped {
  return { ...stepped, state: { ...stepped.state, ...change } };
}

function inFlight(entry: SavedEntry): SavedEntry {
  return { ...entry, attempt: 1, progress: { state: 'inflight' } };
}
