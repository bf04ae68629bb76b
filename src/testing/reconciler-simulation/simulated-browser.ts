import { createTabs, type Tabs } from '../../client/tabs/tabs.ts';
import type { Clock, TabChannel, TabLocks, TextStorage } from '../../environment/environment.ts';
import { createMemoryStorage } from '../fakes/memory-storage.ts';
import { createFakePage, type FakePage } from '../fakes/page.ts';
import type { SimulatedTime } from './simulated-time.ts';

export type StorageKind = 'session' | 'local' | 'none';

/** One loaded page. Nothing runs in it once it is closed; while it is frozen or put away, everything waits. */
export type SimulatedTab = {
  readonly id: string;
  readonly page: FakePage;
  readonly clock: Clock;
  readonly storage: TextStorage;
  /** Undefined where nothing is saved between pages, as in the widget. */
  readonly tabs: Tabs | undefined;
  readonly openedAt: number;
  /** When it was opened, thawed or brought back the last time. */
  awakeSince(): number;
  state(): 'awake' | 'frozen' | 'away' | 'closed';
  /** Runs a task of this page, now or when it can. */
  enter(task: () => void): void;
  timers(): number;
  freeze(): void;
  thaw(): void;
  putAway(): void;
  comeBack(): void;
  close(isPolite: boolean): void;
};

export type SimulatedBrowser = {
  readonly local: Map<string, string>;
  /** `session`: what an earlier page of the same tab saved. */
  open(session?: Map<string, string>): SimulatedTab & { session: Map<string, string> };
  /** All that was posted, by whom. */
  onPosted(listener: (data: unknown, from: string) => void): void;
};

type Claim = { tab: SimulatedTab; onHeld(): void; onStolen: (() => void) | undefined };

export type BrowserOptions = {
  time: SimulatedTime;
  chance: (below: number) => number;
  kind: StorageKind;
  hasLocks: boolean;
};

/** Storage, channel and locks of one browser, and the lives of its tabs. */
export function createSimulatedBrowser({ time, chance, kind, hasLocks }: BrowserOptions): SimulatedBrowser {
  const local = new Map<string, string>();
  const queues = new Map<string, Claim[]>();
  const receivers = new Map<SimulatedTab, Set<(data: unknown) => void>>();
  const posted = new Set<(data: unknown, from: string) => void>();
  let opened = 0;

  function grant(name: string): void {
    const first = queues.get(name)?.[0];
    if (!first) return;
    time.after(1, () => first.tab.enter(() => queues.get(name)?.[0] === first && first.onHeld()));
  }

  function leaveQueue(name: string, claim: Claim): void {
    const queue = queues.get(name) ?? [];
    const index = queue.indexOf(claim);
    if (index < 0) return;
    queue.splice(index, 1);
    if (index === 0) grant(name);
  }

  function locksOf(tab: SimulatedTab): TabLocks {
    return {
      acquire(name, onHeld, onStolen, isForced = false) {
        const queue = queues.get(name) ?? [];
        queues.set(name, queue);
        const claim: Claim = { tab, onHeld, onStolen };
        const robbed = isForced ? queue.shift() : undefined;
        if (robbed?.onStolen) time.after(1, () => robbed.tab.enter(() => robbed.onStolen?.()));
        if (isForced) queue.unshift(claim);
        else queue.push(claim);
        if (queue[0] === claim) grant(name);
        return () => leaveQueue(name, claim);
      },
    };
  }

  function releaseAll(tab: SimulatedTab): void {
    for (const [name, queue] of queues) for (const claim of [...queue]) if (claim.tab === tab) leaveQueue(name, claim);
  }

  /** What one tab posts reaches another in the order it was posted. */
  function channelOf(tab: SimulatedTab): TabChannel {
    const latest = new Map<SimulatedTab, number>();
    return {
      post(data) {
        if (tab.state() !== 'awake') return;
        for (const listener of posted) listener(data, tab.id);
        for (const [other, listeners] of receivers) {
          // Channels are closed while a page is put away.
          if (other === tab || other.state() === 'away') continue;
          const copy = structuredClone(data);
          const at = Math.max(latest.get(other) ?? 0, time.now() + 1 + chance(5));
          latest.set(other, at);
          time.after(at - time.now(), () => {
            // Put away meanwhile, its channel is closed.
            if (other.state() === 'away') return;
            other.enter(() => {
              for (const listener of [...listeners]) listener(copy);
            });
          });
        }
      },
      onData(listener) {
        receivers.get(tab)?.add(listener);
        return () => receivers.get(tab)?.delete(listener);
      },
      close: () => void receivers.delete(tab),
    };
  }

  return {
    local,
    onPosted: (listener) => void posted.add(listener),
    open(session = new Map()) {
      const { tab, finish } = createPageLife(`tab${String(++opened).padStart(2, '0')}`, time, releaseAll);
      receivers.set(tab, new Set());
      const stored = { local, session, none: new Map<string, string>() }[kind];
      const tabs =
        kind === 'none'
          ? undefined
          : createTabs({ id: tab.id, channel: channelOf(tab), locks: hasLocks ? locksOf(tab) : undefined });
      return Object.assign(
        finish({ storage: createMemoryStorage(stored), tabs }, () => receivers.delete(tab)),
        { session },
      );
    },
  };
}

/** The states of a page, and what waits while it can't run. */
function createPageLife(id: string, time: SimulatedTime, releaseAll: (tab: SimulatedTab) => void) {
  let state: ReturnType<SimulatedTab['state']> = 'awake';
  let waiting: (() => void)[] = [];
  let timers = 0;
  let awakeSince = time.now();
  let onClose = () => {};
  const page = createFakePage();

  /** A page hears first that it is back: the browser runs what has waited after that. */
  function go(): void {
    state = 'awake';
    awakeSince = time.now();
    page.wake();
    const tasks = waiting;
    waiting = [];
    for (const task of tasks) tab.enter(task);
  }

  const tab: SimulatedTab = {
    id,
    page,
    openedAt: time.now(),
    awakeSince: () => awakeSince,
    storage: createMemoryStorage(),
    tabs: undefined,
    clock: {
      now: () => 1_700_000_000_000 + time.now(),
      monotonicNow: () => time.now(),
      after(delayMs, task) {
        timers++;
        let isOver = false;
        const end = () => {
          if (!isOver) timers--;
          isOver = true;
        };
        const fire = () => {
          if (isOver) return;
          end();
          task();
        };
        const cancel = time.after(delayMs, () => tab.enter(fire));
        return () => {
          cancel();
          end();
        };
      },
    },
    state: () => state,
    timers: () => timers,
    enter(task) {
      if (state === 'awake') task();
      else if (state !== 'closed') waiting.push(task);
    },
    freeze() {
      if (state === 'awake') state = 'frozen';
    },
    thaw() {
      if (state === 'frozen') go();
    },
    putAway() {
      if (state !== 'awake') return;
      // Channels close before anything else hears of it.
      state = 'away';
      page.hide();
    },
    comeBack() {
      if (state === 'away') go();
    },
    close(isPolite) {
      if (state === 'closed') return;
      const hears = isPolite && state === 'awake';
      state = 'away';
      if (hears) page.hide();
      state = 'closed';
      waiting = [];
      onClose();
      releaseAll(tab);
    },
  };
  return {
    tab,
    finish(parts: Pick<SimulatedTab, 'storage' | 'tabs'>, whenClosed: () => void): SimulatedTab {
      onClose = whenClosed;
      return Object.assign(tab, parts);
    },
  };
}
