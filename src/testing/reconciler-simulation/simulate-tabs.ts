import { createChatStore } from '../../chat-store/chat-store.ts';
import type { ChatStore } from '../../chat-store/chat-store-types.ts';
import { createConversationModel } from '../../chat-store/conversation/conversation.ts';
import { createPreChatOutbox } from '../../chat-store/pre-chat-outbox.ts';
import { createTabOutboxes } from '../../chat-store/tab-outboxes.ts';
import { shareAmongTabs } from '../../client/tabs/share-conversation.ts';
import { createSeededRandom } from '../../playground/seeded-random.ts';
import { createSimulatedBrowser, type SimulatedBrowser } from './simulated-browser.ts';
import { createSimulatedGuestService, type SimulatedGuestService } from './simulated-guest-service.ts';
import { createSimulatedTime } from './simulated-time.ts';
import { checkTab, checkTabOutcome, type TabOutcome, type WrittenText } from './tab-invariants.ts';
import type { TabSchedule, TabStep } from './tab-schedule.ts';

export type OpenTab = {
  page: ReturnType<SimulatedBrowser['open']>;
  store: ChatStore;
  /** Message ids last seen on screen, by conversation. */
  shown: Map<string, readonly string[]>;
};

/** What really happened in a schedule, so that a report can say what was tried. */
export type TabFacts = { hadTwoTabs: boolean; hadTakeover: boolean; hadSecondConversation: boolean };

const MOST_TABS = 4;
const TRY_AGAIN_MS = 60_000;
const HEALING_MS = 360_000;
/** By then a tab has heard of what another one has to send. */
const HEARD_MS = 100;
const KNOWN_MS = 2_000;

/**
 * Runs a schedule: the shipped code of each tab, from its store to its locks, against a simulated service, network, clock,
 * storage, channel and lock manager. Throws where an invariant breaks.
 */
export async function simulateTabs(schedule: TabSchedule): Promise<TabFacts> {
  const { kind, hasLocks, isOurs } = schedule;
  const chance = createSeededRandom(schedule.seed);
  const time = createSimulatedTime();
  const browser = createSimulatedBrowser({ time, chance, kind, hasLocks });
  const service = createSimulatedGuestService({ time, chance, isOurs });
  const tabs: OpenTab[] = [];
  const written: WrittenText[] = [];
  const writtenAt = new Map<string, number>();
  const facts: TabFacts = { hadTwoTabs: false, hadTakeover: false, hadSecondConversation: false };
  const movedTexts = new Set<string>();
  const holders = new Map<string, Set<string>>();
  const left = new Set<string | undefined>();
  const outcome: TabOutcome = {
    schedule,
    service,
    tabs,
    written,
    left,
    movedTexts,
    stored: browser.local,
    wasSudden: false,
  };
  let leftAt = -HEARD_MS;
  watchHolders(browser, (body, tabId) => {
    const known = holders.get(body) ?? new Set();
    holders.set(body, known.add(tabId));
    if (known.size < 2) return;
    facts.hadTakeover = true;
    movedTexts.add(body);
  });

  function add(session?: Map<string, string>): void {
    const tab = openTab(browser, service, kind, chance, session);
    tabs.push(tab);
    tab.store.session.subscribe((now) => {
      if (now.phase === 'ended' && now.reason === 'guest-left') left.add(now.conversation.id);
    });
  }

  function open(session?: Map<string, string>): void {
    if (tabs.length < MOST_TABS) add(session);
    facts.hadTwoTabs ||= tabs.filter(({ page }) => page.state() === 'awake').length > 1;
  }

  /** The visitor writes only in a tab that is visible. */
  function show({ page }: OpenTab): void {
    page.thaw();
    page.comeBack();
  }

  function write(tab: OpenTab): void {
    show(tab);
    const { store } = tab;
    if (store.status.value === 'ended') store.reset();
    const body = `t${written.length}`;
    const conversation = store.conversationId.value;
    written.push({ body, tab: tab.page.id, conversation, isExcused: false, mayRepeat: false });
    writtenAt.set(body, time.now());
    store.send(body);
  }

  function leave(tab: OpenTab, isPolite: boolean, isReload: boolean): void {
    tabs.splice(tabs.indexOf(tab), 1);
    excuseRepeats(tab);
    if (kind === 'none' || (kind === 'session' && !isReload)) excuse(tab);
    // The browser had no time to say that the other one had closed, or this one, frozen, to keep what it had heard of it.
    const isSudden = time.now() - leftAt < HEARD_MS || tab.page.state() !== 'awake';
    outcome.wasSudden ||= isSudden;
    if (kind === 'session' && isSudden) for (const text of written) text.isExcused = true;
    leftAt = time.now();
    tab.page.close(isPolite);
    if (!isReload) return;
    open(tab.page.session);
    // The next page finds in its storage what this one had.
    const next = tabs.at(-1)?.page.id ?? '';
    for (const known of holders.values()) if (known.has(tab.page.id)) known.add(next);
  }

  /** Without a shared storage a text outlives its tab only where another tab has heard of it. */
  function excuse(leaving: OpenTab, isClosing = true): void {
    // A tab that was away forgets which texts may have been sent meanwhile, until the others post them again.
    const heirs = tabs.filter(
      ({ page }) =>
        page !== leaving.page &&
        page.state() === 'awake' &&
        time.now() - page.openedAt > KNOWN_MS &&
        time.now() - page.awakeSince() > HEARD_MS,
    );
    for (const text of written) {
      if (!isClosing && text.tab === leaving.page.id) continue;
      // Who still shows the end of an earlier chat takes nothing over from the next one.
      const hasHeir = heirs.some(
        ({ store }) =>
          store.status.value !== 'ended' || !text.conversation || store.conversationId.value === text.conversation,
      );
      const isHeard =
        hasHeir && hasLocks && kind === 'session' && time.now() - (writtenAt.get(text.body) ?? 0) > HEARD_MS;
      if (!isHeard) text.isExcused = true;
    }
  }

  /** What this tab took over is known by no other: a tab that is away, or was a moment ago, may still have it too. */
  function excuseRepeats(leaving: OpenTab): void {
    if (kind !== 'session') return;
    const isUnaware = ({ page }: OpenTab) => page.state() !== 'awake' || time.now() - page.awakeSince() < HEARD_MS;
    const unaware = new Set(tabs.filter((tab) => tab !== leaving && isUnaware(tab)).map(({ page }) => page.id));
    for (const text of written) {
      const known = holders.get(text.body) ?? new Set();
      text.mayRepeat ||= known.has(leaving.page.id) && [...known].some((id) => unaware.has(id));
    }
  }

  async function happen(step: TabStep): Promise<void> {
    const tab = tabs['tab' in step ? step.tab % (tabs.length || 1) : 0];
    switch (step.type) {
      case 'open':
        return open();
      case 'wait':
        return time.run(step.ms);
      case 'fault':
        return void service.faults.push(step.fault);
      case 'agent-writes':
        for (const one of service.conversations.values()) if (!one.isOver()) one.say(`a${one.log.length}-${one.id}`);
        return;
      case 'agent-ends':
        return [...service.conversations.values()].at(-1)?.end();
      case 'drop-sockets':
        return service.dropSockets();
      case 'service-down':
      case 'service-up':
        service.setUp(step.type === 'service-up');
        return;
      default:
        if (tab) act(step, tab);
    }
  }

  function act(step: Extract<TabStep, { tab: number }>, tab: OpenTab): void {
    switch (step.type) {
      case 'write':
        return write(tab);
      case 'draft':
        show(tab);
        return tab.store.setDraft(`d${written.length}`);
      case 'end':
        show(tab);
        return void tab.store.end();
      case 'begin-anew':
        show(tab);
        // Where none could be created yet, the panel offers to try again: what was written stays.
        if (tab.store.session.value.phase === 'failed') return;
        void tab.store.end();
        tab.store.reset();
        return void tab.store.start();
      case 'offline-lie':
        return tab.page.state() === 'awake' ? tab.page.page.goOffline() : undefined;
      case 'glance':
        if (tab.page.state() !== 'awake') return;
        tab.page.page.conceal();
        return tab.page.page.show();
      case 'kill':
        return leave(tab, false, false);
      case 'close':
        return leave(tab, true, false);
      case 'reload':
        return leave(tab, true, true);
      case 'freeze':
        excuseRepeats(tab);
        return tab.page.freeze();
      case 'thaw':
        return tab.page.thaw();
      case 'put-away':
        if (kind === 'session') excuse(tab, false);
        excuseRepeats(tab);
        return tab.page.putAway();
      case 'come-back':
        return tab.page.comeBack();
      default:
        step satisfies never;
    }
  }

  open();
  for (const step of schedule.steps) {
    await happen(step);
    await time.run(0);
    for (const tab of tabs) checkTab(tab, outcome);
  }
  service.heal();
  for (const tab of tabs) show(tab);
  await time.run(0);
  // Without locks no open tab notices that a tab closed: the next page finds the texts that it left.
  const [anyTab] = tabs;
  if (!hasLocks && anyTab) leave(anyTab, true, true);
  await time.run(TRY_AGAIN_MS);
  // What the panel asks for where a chat could not be created.
  for (const { store } of tabs) if (store.status.value === 'failed') void store.start();
  await time.run(HEALING_MS);
  // What belongs to a chat that no open tab has is sent by the next page that the visitor goes to.
  if (kind === 'local') {
    add();
    await time.run(TRY_AGAIN_MS);
  }
  for (const { store } of tabs) {
    if (store.history.value === 'more') store.loadOlder();
  }
  await time.run(2_000);
  for (const tab of tabs) checkTab(tab, outcome);
  facts.hadSecondConversation = service.conversations.size > 1;
  checkTabOutcome(outcome);
  return facts;
}

function openTab(
  browser: SimulatedBrowser,
  service: SimulatedGuestService,
  kind: TabSchedule['kind'],
  chance: (below: number) => number,
  session: Map<string, string> | undefined,
): OpenTab {
  const page = browser.open(session);
  const guest = service.portFor(page);
  const { tabs } = page;
  let ids = 0;
  const store = createChatStore({
    engine: async () => ({
      api: tabs ? shareAmongTabs(guest, tabs, page.clock) : guest,
      createConversationModel,
      createTabOutboxes,
    }),
    createModel: createPreChatOutbox,
    clock: page.clock,
    random: { fraction: () => chance(1_000) / 1_000, id: () => `${page.id}-${++ids}` },
    page: page.page,
    storage: page.storage,
    storageKey: 'chat',
    isStorageShared: kind === 'local',
    ...(tabs && { tabs }),
    guest: { displayName: 'Gina' },
  });
  return { page, store, shown: new Map() };
}

/** Hears of each text that a tab says it has to send. */
function watchHolders(browser: SimulatedBrowser, onHeld: (body: string, tabId: string) => void): void {
  browser.onPosted((data, from) => {
    const { type, texts, of } = Object(Object(data).message);
    if (type !== 'outbox' || of !== undefined) return;
    for (const { body } of texts) onHeld(body, from);
  });
}
