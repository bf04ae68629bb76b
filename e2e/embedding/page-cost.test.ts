import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { FloorSite } from '../support/measure/floor-site.ts';
import { costOfLoading, median, type Press, timeToComposer } from '../support/measure/page-cost.ts';

/** A shared machine is noisy: a limit holds if one of a few tries holds it; no try of a slower widget would. */
async function bestOf(tries: number, bar: number, measure: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let one = 0; one < tries && best > bar; one++) best = Math.min(best, await measure());
  return best;
}

test('row 2: loading the tag blocks no more than a bare lazy launcher does, and shifts nothing', async ({
  browser,
  host,
}) => {
  const floor = await FloorSite.serve();
  const ours = (await host('plain')).url;

  const blockingBeyondFloor = await bestOf(3, 20, async () => {
    const blocking = { ours: [] as number[], floor: [] as number[] };
    for (let round = 0; round < 3; round++) {
      blocking.floor.push((await costOfLoading(browser, floor.url, 4)).blockingMs);
      const cost = await costOfLoading(browser, ours, 4);
      blocking.ours.push(cost.blockingMs);
      expect(cost.layoutShift).toBe(0);
    }
    return median(blocking.ours) - median(blocking.floor);
  });
  floor.stop();

  expect(blockingBeyondFloor).toBeLessThanOrEqual(20);
});

test('row 3: from the click to a composer with the focus takes at most twice a bare Preact window, by script 4.5 times', async ({
  browser,
  host,
}) => {
  const floor = await FloorSite.serve();
  const bare = { url: floor.url, element: 'floor-chat' };
  const ours = { url: (await host('plain', { 'data-name': 'Mira Okafor' })).url, element: 'porchlight-chat' };

  const ratioOf = async (press: Press) => {
    const times = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < 3; round++) {
      times.bare.push(await timeToComposer(browser, bare, press));
      times.ours.push(await timeToComposer(browser, ours, press));
    }
    return median(times.ours) / median(times.bare);
  };
  // A hand is at the launcher before it presses, and the widget is fetched from then on.
  const byHand = await bestOf(4, 2, () => ratioOf('hand'));
  const byScript = await bestOf(4, 4.5, () => ratioOf('script'));
  floor.stop();

  expect(byHand).toBeLessThanOrEqual(2);
  expect(byScript).toBeLessThanOrEqual(4.5);
});
