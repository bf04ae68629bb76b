import { chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/env/chromium.mjs';
import { HostPage } from '../support/host-page.ts';
import { FloorSite } from '../support/measure/floor-site.ts';
import { type ChatPage, costOfLoading, median, timeToComposer } from '../support/measure/page-cost.ts';
import { PorchlightService } from '../support/porchlight-service.ts';

const rounds = 15;
const slowdown = 4;

/** What the widget costs the page it is on, each figure beside a floor of the same run. Prints a table. */
export async function benchWidget(): Promise<void> {
  const executablePath = findBrowser()?.executablePath;
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  const service = await PorchlightService.start();
  const floor = await FloorSite.serve();
  const { organizationId, deploymentId, queue } = await service.demo();
  const host = await HostPage.serve('plain', {
    origin: service.origin,
    attributes: {
      'data-organization-id': organizationId,
      'data-deployment-id': deploymentId,
      'data-queue': queue,
      'data-form': 'none',
    },
  });

  const ours = { url: host.url, element: 'porchlight-chat' };
  const bare = { url: floor.url, element: 'floor-chat' };
  const rows = [];
  for (const rate of [1, slowdown]) {
    const loading = await beside(bare, ours, async ({ url }) => costOfLoading(browser, url, rate));
    const byHand = await beside(bare, ours, (page) => timeToComposer(browser, page, 'hand', rate));
    const byScript = await beside(bare, ours, (page) => timeToComposer(browser, page, 'script', rate));
    rows.push(
      row(`blocking at load, CPU ÷${rate}, ms`, ...loading.map((costs) => costs.map(({ blockingMs }) => blockingMs))),
      row(`layout shift, CPU ÷${rate}`, ...loading.map((costs) => costs.map(({ layoutShift }) => layoutShift))),
      row(`click to composer, CPU ÷${rate}, ms`, ...byHand),
      row(`a script’s click, CPU ÷${rate}, ms`, ...byScript),
    );
  }
  console.log(`${''.padEnd(36)}${['floor', 'Porchlight', 'ratio'].map((head) => head.padStart(12)).join('')}`);
  for (const line of rows) console.log(line);

  host.stop();
  floor.stop();
  await service.stop();
  await browser.close();
}

/** Alternates, so that a busy moment of the machine slows both. */
async function beside<Value>(
  bare: ChatPage,
  ours: ChatPage,
  measure: (site: ChatPage) => Promise<Value>,
): Promise<[Value[], Value[]]> {
  const values: [Value[], Value[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    values[0].push(await measure(bare));
    values[1].push(await measure(ours));
  }
  return values;
}

/** Medians of the rounds. */
function row(label: string, ...[bare = [], ours = []]: number[][]): string {
  const [floor, porchlight] = [median(bare), median(ours)];
  const ratio = floor === 0 ? '' : (porchlight / floor).toFixed(2);
  const cells = [floor.toFixed(1), porchlight.toFixed(1), ratio];
  return `${label.padEnd(36)}${cells.map((cell) => cell.padStart(12)).join('')}`;
}
