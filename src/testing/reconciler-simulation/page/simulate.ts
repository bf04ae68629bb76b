import type { Progress } from '../../../chat/reconciler/pending-message.ts';
import { historyOf } from '../../../chat/reconciler/selectors.ts';
import { createSeededRandom } from '../../../playground/seeded-random.ts';
import { checkOutcome, checkStep } from './invariants.ts';
import type { Happening, Schedule } from './schedule.ts';
import { createSimulatedNetwork } from './simulated-network.ts';
import { type Observation, openSimulatedPage, type Rules, type SimulatedPage, shippedRules } from './simulated-page.ts';
import { createSimulatedService } from './simulated-service.ts';
import { createVirtualTime } from './virtual-time.ts';

export type Variant = {
  /** Our own service (keys, numbers), or a plain WebChat service. */
  isOurs: boolean;
  /** A clock so coarse that many messages share a time. */
  hasEqualTimes?: boolean;
  /** Late commits come 60 to 85 s late instead of up to 25 s. */
  isVeryLate?: boolean;
};

const PAGE_SIZE = 3;
const FLOOD = 70;
const HEALING_MS = 430_000;
const MOST_OLDER_PAGES = 200;

/** Runs a schedule against a simulated service in virtual time. Throws where an invariant breaks. */
export function simulate({ happenings, seed }: Schedule, variant: Variant, rules: Rules = shippedRules): void {
  const { isOurs, hasEqualTimes = false, isVeryLate = false } = variant;
  const time = createVirtualTime();
  const chance = createSeededRandom(seed);
  const service = createSimulatedService(time, { isOurs, hasEqualTimes, largestPage: PAGE_SIZE });
  // A plain service tells neither numbers nor keys, so what becomes of a text in doubt is a guess until a list says it.
  const keepsPlaces = isOurs && !hasEqualTimes;
  const laterMs = isVeryLate ? 60_000 : 0;
  const network = createSimulatedNetwork({ time, service, chance, isOurs, laterMs, visitor: 'me' });
  const disk = { outbox: '[]' };
  const written = new Map<string, string>();
  const fates = new Map<string, string>();
  const retried = new Set<string>();
  for (let index = 0; index < seed % 14; index++) service.commit(index % 3 ? 'agent' : 'bot', `h${index}`);

  // After a jump to the newest page, or lists that fail again and again, a text in doubt may belong higher up.
  let isPlaceUnknown = false;

  function onStep(observation: Observation): void {
    for (const { key, progress } of observation.after.outbox) fates.set(key, progress.state);
    const { before, after } = observation;
    const isInDoubt = after.outbox.some(({ attempt, progress }) => attempt > 0 && !isSettled(progress));
    const isLost = (before.isAnchored && !after.isAnchored) || after.failures >= 2;
    // The very step that settles the text is the one that may move it.
    const mayMove = isPlaceUnknown || (isInDoubt && isLost);
    isPlaceUnknown = isInDoubt && mayMove;
    checkStep(observation, { service, keepsPlaces: keepsPlaces && !mayMove });
  }
  function openPage(): SimulatedPage {
    const capabilities = { idempotencyKey: isOurs, seq: isOurs };
    const onCrash = () => {
      page = openPage();
      if (service.isOver()) dispatchEnd();
    };
    const life = { rules, pageSize: PAGE_SIZE, disk, me: 'me', capabilities, onStep, onCrash };
    return openSimulatedPage({ time, network, chance, ...life });
  }
  function dispatchEnd(): void {
    time.after(50, () => page.dispatch({ type: 'ended' }));
  }
  let page = openPage();

  function happen(happening: Happening): void {
    switch (happening.type) {
      case 'write': {
        const key = `k${written.size}`;
        written.set(key, happening.body);
        return page.dispatch({ type: 'written', key, body: happening.body, at: time.now() });
      }
      case 'agent':
        return void service.commit('agent', happening.body);
      case 'elsewhere':
        // Without keys a page cannot distinguish another tab's text from its own.
        return isOurs ? void service.commit('me', happening.body) : undefined;
      case 'flood':
        for (let index = 0; index < FLOOD; index++) service.commit('agent', `f${index}`);
        return;
      case 'wait':
        return time.run(happening.ms);
      case 'drop':
        return page.drop();
      case 'scroll':
        return page.dispatch({ type: 'scrolled-to-oldest' });
      case 'crash':
        page.kill();
        return time.run(0);
      case 'wake':
        return page.dispatch({ type: 'woke' });
      case 'hide':
      case 'show':
        return page.dispatch({ type: 'visibility', isVisible: happening.type === 'show' });
      case 'retry': {
        const failed = page.state().outbox.find(({ progress }) => progress.state === 'failed');
        if (!failed) return;
        retried.add(failed.key);
        return page.dispatch({ type: 'retried', key: failed.key });
      }
      case 'end':
        service.end();
        return dispatchEnd();
      case 'fault':
        // No client can distinguish old messages with the cursor's own time from new ones.
        if (hasEqualTimes && happening.fault.kind === 'cursor-ignored') return;
        return void network.faults.push(happening.fault);
      default:
        happening satisfies never;
    }
  }

  for (const happening of happenings) happen(happening);
  network.heal();
  time.run(HEALING_MS);
  for (let pages = 0; pages < MOST_OLDER_PAGES && historyOf(page.state()) === 'more'; pages++) {
    page.dispatch({ type: 'scrolled-to-oldest' });
    time.run(1_000);
  }
  const hasBlindLists = JSON.stringify(happenings).includes('cursor-ignored');
  const facts = { isOurs, hasEqualTimes, isVeryLate, hasBlindLists };
  checkOutcome({ state: page.state(), service, written, fates, retried, ...facts });
}

const isSettled = ({ state }: Progress) => state === 'confirmed' || state === 'failed';
