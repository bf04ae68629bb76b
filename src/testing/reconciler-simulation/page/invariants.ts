import { entriesOf } from '../../../chat/reconciler/selectors.ts';
import type { ChatState } from '../../../chat/reconciler/state.ts';
import type { Observation } from './simulated-page.ts';
import type { Committed, SimulatedService } from './simulated-service.ts';

/** A promise of reliability section 1.5 that did not hold. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

const MOST_TIMERS = 6;

/** Checks what must hold at every single step. */
export function checkStep(
  { before, after, effects, timers }: Observation,
  { service, keepsPlaces }: { service: SimulatedService; keepsPlaces: boolean },
): void {
  const hasJumped = !before.isAnchored && after.isAnchored && before.cursor !== undefined;
  if (before.timeline !== after.timeline) checkTimeline(before, after, hasJumped);

  if (before.cursor !== after.cursor && before.cursor !== undefined) {
    const index = (id: string | undefined) => service.log.findIndex(({ message }) => message.id === id);
    demand('I8 the cursor never moves back', index(after.cursor) >= index(before.cursor));
  }

  for (const effect of effects) {
    if (effect.type !== 'post') continue;
    const others = after.outbox.filter(({ key }) => key !== effect.key);
    const isBusy = others.some(({ progress }) => progress.state === 'inflight' || progress.state === 'unknown');
    demand('I9 one post at a time', !isBusy);
  }
  demand('I10 nothing is done after the end', before.phase !== 'ended' || effects.length === 0);
  demand('I11 few timers', timers <= MOST_TIMERS);
  demand('I11 no timer after the end', after.phase !== 'ended' || timers === 0);

  // Most steps show nothing else than the one before, which was checked.
  const shows = ['timeline', 'hiddenIds', 'outbox', 'me'] as const;
  if (shows.every((name) => before[name] === after[name])) return;
  const viewIds = entriesOf(after, after.me).map(({ viewId }) => viewId);
  demand('I1 a view id is shown once', new Set(viewIds).size === viewIds.length);
  if (keepsPlaces && !hasJumped) checkPlaces(before, after, viewIds);
}

function checkTimeline(before: ChatState, after: ChatState, hasJumped: boolean): void {
  const positions = new Map(after.timeline.map(({ message }, index) => [message.id, index]));
  demand('I1 an id is shown once', positions.size === after.timeline.length);
  if (!hasJumped) checkOrder(before, after, positions);
}

/** What is shown keeps its order, with texts that are still on their way among it. */
function checkPlaces(before: ChatState, after: ChatState, shownAfter: readonly string[]): void {
  const shownBefore = entriesOf(before, before.me);
  // What only grew at its end swapped nothing.
  if (shownBefore.every(({ viewId }, index) => viewId === shownAfter[index])) return;
  const shown = new Set(shownAfter);
  const isFailed = new Set(before.outbox.filter(({ progress }) => progress.state === 'failed').map(({ key }) => key));
  const times = new Map(after.timeline.map(({ message, entry }) => [entry.viewId, message.at]));
  const common = shownBefore.filter(({ viewId }) => shown.has(viewId) && !isFailed.has(viewId));
  const order = new Map(shownAfter.map((viewId, index) => [viewId, index]));
  for (const [index, { viewId }] of common.entries()) {
    const next = common[index + 1]?.viewId;
    if (next === undefined) return;
    const isTied = times.has(viewId) && times.get(viewId) === times.get(next);
    demand(`I2 ${viewId} and ${next} swap`, isTied || (order.get(viewId) ?? 0) < (order.get(next) ?? 0));
  }
}

function checkOrder(before: ChatState, after: ChatState, positions: Map<string, number>): void {
  let last = -1;
  for (const { message } of before.timeline) {
    const position = positions.get(message.id);
    if (position === undefined) throw new BrokenInvariant(`I2 ${message.id} vanished`);
    const isTied = last >= 0 && after.timeline[last]?.message.at === message.at;
    demand('I2 nothing swaps', position > last || isTied);
    last = Math.max(last, position);
  }
}

/** What a whole run leaves behind. */
export type Outcome = {
  state: ChatState;
  service: SimulatedService;
  /** The keys in the order written, with what was written. */
  written: ReadonlyMap<string, string>;
  /** Confirmed keys and failed ones, gathered over all pages. */
  fates: ReadonlyMap<string, string>;
  retried: ReadonlySet<string>;
  isOurs: boolean;
  hasEqualTimes: boolean;
  /** Some list answered from the start instead of behind the cursor. */
  hasBlindLists: boolean;
  /** A service that commits this late breaks the order of a plain client's messages, which no client can prevent. */
  isVeryLate: boolean;
};

/** Checks what must hold once everything has healed and all older pages were asked for. */
export function checkOutcome(outcome: Outcome): void {
  const { state, service, hasEqualTimes, hasBlindLists } = outcome;
  const shown = state.timeline.map(({ message }) => message.id);
  const truth = service.log.map(({ message }) => message.id);
  if (service.isOver()) {
    demand('I10 the end is reached', state.phase === 'ended');
    const isOrdered = hasEqualTimes ? shown.every((id) => truth.includes(id)) : isPartOf(shown, truth);
    demand('I3 the end shows nothing else', isOrdered);
    // After three vain attempts the last refresh is given up.
    const hasSeenAll = state.failures < 3 && !hasEqualTimes && !hasBlindLists;
    if (hasSeenAll) demand('I3 the end shows the last', shown.at(-1) === truth.at(-1));
  } else {
    demand(`I3 shown is the truth: ${shown} / ${truth}`, shown.join() === truth.join());
  }
  for (const { progress } of state.outbox) {
    demand(`I4 nothing rests in ${progress.state}`, progress.state === 'confirmed' || progress.state === 'failed');
  }
  if (!service.isOver()) checkCounts(outcome);
  checkOwnOrder(outcome);
}

function checkCounts({ service, written, fates, retried, isOurs, state }: Outcome): void {
  const own = service.log.filter(({ origin }) => origin !== undefined);
  for (const body of new Set(written.values())) {
    const keys = [...written].filter(([, text]) => text === body).map(([key]) => key);
    const committed = own.filter(({ message }) => message.body === body).length;
    const confirmed = keys.filter((key) => fates.get(key) === 'confirmed').length;
    const again = isOurs ? 0 : keys.filter((key) => retried.has(key)).length;
    demand(
      `I4 as many confirmed as committed of ${body}: ${confirmed} / ${committed}`,
      confirmed <= committed && committed <= confirmed + again,
    );
    demand(`I5 no more committed than written of ${body}`, committed <= keys.length + again);
  }
  demand('I6 with a key nothing fails', !isOurs || state.outbox.every(({ progress }) => progress.state !== 'failed'));
}

function checkOwnOrder({ service, written, retried, isOurs, isVeryLate }: Outcome): void {
  const keys = [...written.keys()];
  const indexes = service.log.flatMap(({ origin }: Committed) =>
    origin !== undefined && !retried.has(origin) ? [keys.indexOf(origin)] : [],
  );
  const isSorted = indexes.every((index, at) => at === 0 || index > (indexes[at - 1] ?? 0));
  demand(`I7 own messages keep their order: ${indexes}`, isSorted || (isVeryLate && !isOurs));
}

function isPartOf(part: readonly string[], whole: readonly string[]): boolean {
  let from = 0;
  return part.every((id) => {
    from = whole.indexOf(id, from) + 1;
    return from > 0;
  });
}

function demand(promise: string, holds: boolean): void {
  if (!holds) throw new BrokenInvariant(promise);
}
