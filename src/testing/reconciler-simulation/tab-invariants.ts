import type { TranscriptEntry } from '../../chat/model.ts';
import type { OpenTab } from './simulate-tabs.ts';
import type { SimulatedGuestService } from './simulated-guest-service.ts';
import type { TabSchedule } from './tab-schedule.ts';

/** A promise over all tabs and conversations that did not hold. */
export class BrokenTabInvariant extends Error {
  override readonly name = 'BrokenTabInvariant';
}

/** What the visitor wrote: each body is written once. */
export type WrittenText = {
  readonly body: string;
  readonly tab: string;
  /** The conversation that was on screen; undefined where none was yet. */
  readonly conversation: string | undefined;
  /** No promise holds: its only tab died with all that was kept. */
  isExcused: boolean;
  /**
   * Without a shared storage: the tab that took it over went away before the one that had it before could hear of it, which
   * may send it into the next conversation. Into one conversation it never goes twice, unless the service knows no keys.
   */
  mayRepeat: boolean;
};

export type TabOutcome = {
  schedule: TabSchedule;
  service: SimulatedGuestService;
  tabs: readonly OpenTab[];
  written: readonly WrittenText[];
  stored: ReadonlyMap<string, string>;
  /** A tab closed so soon after another that the browser had no time to deliver what was said before. */
  wasSudden: boolean;
  /** Conversations that the visitor has left, whether the service has heard of it or its tab died first. */
  left: ReadonlySet<string | undefined>;
  /** Texts that another tab took over: it sends them beside its own, while their writer may come back and write more. */
  movedTexts: ReadonlySet<string>;
};

const MOST_TIMERS = 30;

/** Checks what must hold after every step, in each tab. */
export function checkTab({ page, store, shown }: OpenTab, { written, service, schedule }: TabOutcome): void {
  const entries = store.entries.value;
  const ids = entries.flatMap(({ messageId }) => messageId ?? []);
  demand('I1 an id is shown once', new Set(ids).size === ids.length);
  demand('I1 a view id is shown once', new Set(entries.map(({ viewId }) => viewId)).size === entries.length);
  const bodies = entries.map(({ body }) => body);
  const repeatable = written.filter((text) => mayGoTwice(text, schedule)).map(({ body }) => body);
  const once = bodies.filter((body) => !repeatable.includes(body));
  demand(`I1 a text is shown once: ${bodies}`, new Set(once).size === once.length);
  demand(`I11 few timers: ${page.timers()}`, page.timers() <= MOST_TIMERS);
  const here = store.conversationId.value ?? '';
  checkOrder(shown.get(here) ?? [], ids);
  shown.set(here, ids);

  const log = new Set(service.conversations.get(here)?.log.map(({ message }) => message.body));
  for (const body of bodies) {
    const text = written.find((one) => one.body === body);
    const isForeign = text?.conversation !== undefined && text.conversation !== here;
    demand(`nothing of another conversation is shown: ${body} in ${here}`, log.has(body) || (text && !isForeign));
  }
}

function checkOrder(before: readonly string[], after: readonly string[]): void {
  let from = -1;
  for (const id of before) {
    const index = after.indexOf(id);
    demand(`I2 nothing vanishes: ${id}`, index >= 0);
    demand(`I2 nothing swaps: ${id}`, index > from);
    from = index;
  }
}

/** Checks what must hold when everything has healed. */
export function checkTabOutcome(outcome: TabOutcome): void {
  const { schedule, tabs, stored } = outcome;
  for (const tab of tabs) checkScreen(tab, outcome);
  for (const text of outcome.written) checkText(text, outcome);
  checkWritersOrder(outcome);
  // Without a shared storage a tab that can't answer can't hand its chat over.
  const canAnswer = !outcome.wasSudden && !schedule.steps.some(({ type }) => type === 'freeze' || type === 'put-away');
  const isHandedOver = schedule.kind === 'session' && canAnswer && !mayStartTwice(schedule);
  if (schedule.hasLocks && (schedule.kind === 'local' || isHandedOver)) {
    const live = new Set(
      tabs.flatMap(({ store }) => (store.status.value === 'ended' ? [] : (store.conversationId.value ?? []))),
    );
    demand(`all tabs have one conversation: ${[...live]}`, live.size <= 1);
  }
  if (!tabs[0] || !schedule.isOurs) return;
  for (const [key, text] of stored) {
    demand(`nothing is left without an owner: ${key} ${text}`, !key.includes(':outbox:'));
  }
}

/**
 * Without a shared storage, a service without keys may get a text twice that waited when its tab was put away: the tab that
 * took it over posts it, and so does the first one once it is back, before it hears of that (README, Not promised).
 */
function mayGoTwice({ mayRepeat }: WrittenText, { kind, isOurs, steps }: TabSchedule): boolean {
  if (isOurs) return false;
  return mayRepeat || (kind === 'session' && steps.some(({ type }) => type === 'put-away' || type === 'freeze'));
}

/**
 * An open fault: without a shared storage, a tab that starts a new chat does not know of another tab whose request for one
 * was lost, and each gets its own. The shortest schedule: write in tab 0, open a tab, write there, lose a create before it
 * arrives, wait 200 ms, drop the sockets, open a third tab, begin a new chat in it.
 */
function mayStartTwice({ steps }: TabSchedule): boolean {
  const isCreateLost = steps.some((step) => step.type === 'fault' && step.fault.on === 'create');
  return isCreateLost && steps.some(({ type }) => type === 'begin-anew');
}

function checkScreen({ store, page }: OpenTab, { service, schedule }: TabOutcome): void {
  const { phase } = store.session.value;
  demand(`I4 ${page.id} does not rest in ${phase}`, phase !== 'starting' && phase !== 'failed');
  const conversation = service.conversations.get(store.conversationId.value ?? '');
  const entries = store.entries.value;
  const isUnsettled = ({ delivery }: TranscriptEntry) => delivery.state === 'queued' || delivery.state === 'sending';
  demand(`I4 ${page.id} has nothing on its way: ${entries.map(bodyAndState)}`, !entries.some(isUnsettled));
  if (!conversation) return demand(`no text without a conversation in ${page.id}`, !entries[0]);
  demand(`the end is known in ${page.id}`, phase === 'ended' || !conversation.isOver());
  if (phase === 'ended') return;
  const sent = entries.filter(({ delivery }) => delivery.state === 'sent').map(({ body }) => body);
  const truth = conversation.log.map(({ message }) => message.body);
  demand(`I3 ${page.id} shows the truth: ${sent} / ${truth}`, sent.join() === truth.join());
  const isFailed = entries.some(({ delivery }) => delivery.state === 'failed');
  demand(`I6 with a key nothing fails: ${entries.map(bodyAndState)}`, !schedule.isOurs || !isFailed);
}

function checkText(text: WrittenText, { schedule, service, tabs, left }: TabOutcome): void {
  const { body, conversation, isExcused, mayRepeat } = text;
  const all = [...service.conversations.values()];
  const homes = all.flatMap(({ id, log }) => log.flatMap(({ message }) => (message.body === body ? [id] : [])));
  const isOnceInEach = new Set(homes).size === homes.length;
  const isExplained = (mayRepeat && isOnceInEach) || mayGoTwice(text, schedule);
  demand(`I5 ${body} is committed once at most: ${homes}`, homes.length <= 1 || isExplained);
  const isForeign = homes[0] !== undefined && conversation !== undefined && homes[0] !== conversation;
  demand(`${body} is committed where it was written: ${homes}, not ${conversation}`, !isForeign);
  if (homes[0] || isExcused || !schedule.isOurs || !tabs[0]) return;
  const isOver = all.some(({ id, isOver }) => (isOver() || left.has(id)) && (id === conversation || !conversation));
  demand(`I4 ${body} is lost, written for ${conversation}`, isOver);
}

function checkWritersOrder({ service, written, schedule, movedTexts }: TabOutcome): void {
  if (!schedule.isOurs) return;
  for (const { log } of service.conversations.values()) {
    for (const tab of new Set(written.map((text) => text.tab))) {
      const own = written.filter((text) => text.tab === tab && !movedTexts.has(text.body)).map(({ body }) => body);
      const indexes = log.flatMap(({ message }) => (own.includes(message.body) ? [own.indexOf(message.body)] : []));
      const isSorted = indexes.every((index, at) => at === 0 || index > (indexes[at - 1] ?? 0));
      demand(`I7 texts of ${tab} keep their order: ${indexes}`, isSorted);
    }
  }
}

const bodyAndState = ({ body, delivery }: TranscriptEntry) => `${body} ${delivery.state}`;

function demand(promise: string, holds: unknown): void {
  if (!holds) throw new BrokenTabInvariant(promise);
}
