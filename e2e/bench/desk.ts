import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/env/chromium.mjs';
import { signInAgent } from '../../src/testing/harness/test-agent.ts';
import { HostPage } from '../support/host-page.ts';
import { median } from '../support/measure/page-cost.ts';
import { Visitor } from '../support/visitor.ts';
import { BenchService } from './bench-service.ts';
import { type Chat, gather } from './crowd.ts';
import { sqlite } from './engines.ts';
import { createHttpClient } from './http-client.ts';

const openChats = 100;
const messagesEach = 1_000;
const rounds = 15;

/** What a console with many chats costs, beside the widget with one chat as long in the same browser. Prints a table. */
export async function benchDesk(): Promise<void> {
  const executablePath = findBrowser()?.executablePath;
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  const engine = await sqlite();
  const http = createHttpClient();
  const service = await BenchService.start(engine);
  await engine.run('UPDATE "user" SET capacity = 1000');
  const chats = await gather(service, http, openChats);
  // Opened first: what came while one worked is all in its memory, unlike after a reload.
  const desk = await openDesk(browser, service);
  const takenMs = await pourInto(desk, chats);
  const widget = await openWidget(browser, service);

  console.log(`\n${openChats} open chats of ${messagesEach} messages each; main thread, medians of ${rounds} rounds`);
  printRow('', ['widget', 'desk', 'ratio']);
  await measure(desk, widget, chats);
  printRow('a reload until every chat tells its last word, s', ['', (await reload(desk)).toFixed(1), '']);
  printRow('a message while all chats pour, ms', ['', (takenMs / openChats / messagesEach).toFixed(2), '']);

  for (const chat of chats) chat.close();
  widget.stop();
  await browser.close();
  await service.stop();
  http.close();
  await engine.stop();
}

type Watched = { page: Page; devTools: CDPSession };

async function measure(
  desk: Watched,
  widget: Watched & { hear(text: string): Promise<void>; toggle(): Promise<void> },
  [one, other]: readonly Chat[],
): Promise<void> {
  if (!one || !other) throw new Error('no chats');
  await select(desk, one);
  await print('a message comes to the chat that is shown, ms', {
    widget: () => costOf(widget, () => widget.hear('shown')),
    desk: () => costOf(desk, () => one.say('shown')),
  });
  await widget.toggle();
  await print('to one that is not, ms', {
    widget: () => costOf(widget, () => widget.hear('not shown')),
    desk: () => costOf(desk, () => other.say('not shown')),
  });
  let chosen = one;
  await print('opening the panel, switching chats, ms', {
    async widget() {
      const costs = await costOf(widget, widget.toggle);
      await widget.toggle();
      return costs;
    },
    desk() {
      chosen = chosen === one ? other : one;
      return costOf(desk, () => select(desk, chosen));
    },
  });
  const heap = [await heapMiB(widget), await heapMiB(desk)];
  printRow('heap, MiB', [...heap.map((value) => value.toFixed(1)), ratio(heap)]);
}

async function openDesk(browser: Browser, { origin, seed }: BenchService): Promise<Watched> {
  const desk = await watch(browser);
  const { page } = desk;
  await page.goto(`${origin}/console/`);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(seed.agent.email);
  await page.getByLabel('Password').fill(seed.agent.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .locator('[data-chat]')
    .nth(openChats - 1)
    .waitFor({ timeout: 60_000 });
  return desk;
}

/** Sends every message in all chats at once; resolves with the time until the console shows them all. */
async function pourInto({ page, devTools }: Watched, chats: readonly Chat[]): Promise<number> {
  const before = await taskMs(devTools);
  await Promise.all(chats.map((chat) => pour(chat.say)));
  await page.waitForFunction(hasAll, { last: `line ${messagesEach}`, openChats }, { timeout: 600_000, polling: 1_000 });
  return (await taskMs(devTools)) - before;
}

async function reload({ page }: Watched): Promise<number> {
  const started = performance.now();
  await page.reload();
  await page.waitForFunction(hasSome, openChats, { timeout: 120_000, polling: 100 });
  return (performance.now() - started) / 1000;
}

function hasSome(openChats: number): boolean {
  const lines = [...document.querySelectorAll('.row-line')];
  return lines.filter((line) => /^(line|shown|not shown)/.test(line.textContent ?? '')).length >= openChats;
}

function hasAll({ last, openChats }: { last: string; openChats: number }): boolean {
  return [...document.querySelectorAll('.row-line')].filter((line) => line.textContent === last).length >= openChats;
}

async function pour(say: (text: string) => Promise<void>): Promise<void> {
  for (let line = 1; line <= messagesEach; line++) await say(`line ${line}`);
}

async function openWidget(browser: Browser, { origin, seed }: BenchService) {
  const host = await HostPage.serve('plain', {
    origin,
    attributes: {
      'data-organization-id': seed.organizationId,
      'data-deployment-id': seed.deploymentId,
      'data-queue': seed.queue,
      'data-form': 'none',
    },
  });
  const widget = await watch(browser);
  const visitor = new Visitor(widget.page);
  await visitor.visit(host.url);
  await visitor.open();
  await visitor.say('Hello');
  const agent = await signInAgent({
    fetch: (path, init) => fetch(new URL(String(path), origin), init),
    client: seed.client,
  });
  const isOffered = (chat: { participants: { state: string }[] }) =>
    chat.participants.some(({ state }) => state === 'alerting');
  let offered = (await agent.chats()).find(isOffered);
  while (!offered) offered = (await agent.chats()).find(isOffered);
  const { id } = offered;
  await agent.accept(id);
  const hear = async (text: string) => void (await agent.say(id, text));
  await pour(hear);
  await visitor.sees(`line ${messagesEach}`);
  const toggle = () => widget.page.evaluate(() => void (globalThis as unknown as Global).Porchlight('toggle'));
  return { ...widget, hear, toggle, stop: () => host.stop() };
}

type Global = { Porchlight(verb: string): void };

async function watch(browser: Browser): Promise<Watched> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Performance.enable');
  return { page, devTools };
}

async function select({ page }: Watched, { id }: Chat): Promise<void> {
  await page.evaluate((chatId) => document.querySelector<HTMLElement>(`[data-chat="${chatId}"]`)?.click(), id);
}

/** Longer than what follows an act: answers of the service, drawing, the line that is spoken. */
const settleMs = 400;

async function costOf({ devTools }: Watched, act: () => Promise<void>): Promise<number> {
  const before = await taskMs(devTools);
  await act();
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  return (await taskMs(devTools)) - before;
}

const taskMs = async (devTools: CDPSession) => (await metric(devTools, 'TaskDuration')) * 1000;

async function heapMiB({ devTools }: Watched): Promise<number> {
  await devTools.send('HeapProfiler.collectGarbage');
  return (await metric(devTools, 'JSHeapUsedSize')) / 2 ** 20;
}

async function metric(devTools: CDPSession, wanted: string): Promise<number> {
  const { metrics } = await devTools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
}

/** Alternates, so that a busy moment of the machine slows both. */
async function print(label: string, measured: { widget(): Promise<number>; desk(): Promise<number> }): Promise<void> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times[0].push(await measured.widget());
    times[1].push(await measured.desk());
  }
  const medians = times.map(median);
  printRow(label, [...medians.map((value) => value.toFixed(2)), ratio(medians)]);
}

const ratio = ([floor = 0, value = 0]: readonly number[]) => (floor === 0 ? '' : (value / floor).toFixed(2));

function printRow(label: string, cells: readonly string[]): void {
  console.log(`${label.padEnd(48)}${cells.map((cell) => cell.padStart(10)).join('')}`);
}
