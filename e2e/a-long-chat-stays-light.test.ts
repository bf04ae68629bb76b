import { expect } from '@playwright/test';
import { TalkativeAgent, weigh } from './measure/long-chat.ts';
import { PorchlightService } from './porchlight-service.ts';
import { test } from './scene.ts';

const many = 10_000;
const few = 60;
const appended = 20;
const rounds = 3;

test.use({
  // A trace takes pictures all the while, which would be measured too.
  trace: 'off',
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  service: async ({}, use) => {
    const service = await PorchlightService.start({
      PORCHLIGHT_LIMITS: 'agent-message=20000+20000/s list=1000+1000/s',
    });
    await use(service);
    await service.stop();
  },
});

test(`${many} messages weigh little more in the page than ${few}, and one more costs about the same`, async ({
  page,
  service,
  chatOn,
  visitor,
}) => {
  test.setTimeout(420_000);
  await chatOn('plain');
  const agent = await TalkativeAgent.in(service);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');
  /** The lightest of some rounds: what else the machine does is in the others. */
  const weighFrom = async (from: number) => {
    const weights = [];
    for (let first = from; first < from + rounds * appended; first += appended) {
      const append = async () => {
        await agent.say(first, first + appended - 1);
        await visitor.sees(`line ${first + appended - 1}`);
      };
      weights.push(await weigh(page, devTools, append, appended));
    }
    return weights.reduce((one, other) => (other.appendMs < one.appendMs ? other : one));
  };

  await agent.say(1, few);
  await visitor.sees(`line ${few}`);
  const small = await weighFrom(few + 1);
  await agent.pour(few + rounds * appended + 1, many);
  await expect(visitor.message(`line ${many}`)).toHaveCount(1, { timeout: 240_000 });
  const big = await weighFrom(many + 1);
  test.info().annotations.push({ type: 'weights', description: JSON.stringify({ small, big }) });

  expect(big.nodes).toBeLessThanOrEqual(1500);
  expect(big.heapBytes - small.heapBytes).toBeLessThanOrEqual(10 * 1024 * 1024);
  expect(big.appendMs / small.appendMs).toBeLessThanOrEqual(2);
});
