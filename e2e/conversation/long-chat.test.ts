import { expect } from '@playwright/test';
import { test } from '../support/fixtures.ts';
import { type ChatWeight, TalkativeAgent, weigh } from '../support/measure/long-chat.ts';
import { median } from '../support/measure/page-cost.ts';
import { Visitor } from '../support/visitor.ts';

const few = 60;
const appended = 10;
const pairs = 5;
const tries = 3;
const mostTimes = 2;
/** Of the heap, for a message. */
const mostBytes = 1024;

// A trace takes pictures all the while, which would be measured too.
test.use({ trace: 'off' });

for (const { many, tag } of [{ many: 2_000 }, { many: 10_000, tag: '@proof' }]) {
  test(`${many} messages weigh little more in the page than ${few}, and one more costs about the same`, {
    tag: tag ?? [],
  }, async ({ newContext, service, host, agent }) => {
    test.setTimeout(420_000);
    const { url } = await host('plain');
    const openChat = async (name: string, first: number, other?: TalkativeAgent) => {
      const visitor = new Visitor(await (await newContext()).newPage());
      await visitor.visit(url);
      await visitor.startAs(name);
      await agent.accept();
      const devTools = await visitor.page.context().newCDPSession(visitor.page);
      await devTools.send('Performance.enable');
      const talkative = await TalkativeAgent.in(service, other?.chatId);
      let last = first;
      return {
        visitor,
        talkative,
        weigh(): Promise<ChatWeight> {
          const append = async () => {
            await talkative.say(last + 1, last + appended);
            last += appended;
            await visitor.sees(`line ${last}`);
          };
          return weigh(visitor.page, devTools, append, appended);
        },
      };
    };
    const short = await openChat('Mira Okafor', few);
    const long = await openChat('Ben Adler', many, short.talkative);
    // A desk would draw ten thousand messages as well.
    await agent.page.close();

    await short.talkative.say(1, few);
    await short.visitor.sees(`line ${few}`);
    await long.talkative.pour(1, many);
    await expect(long.visitor.message(`line ${many}`)).toHaveCount(1, { timeout: 240_000 });

    // Pair by pair, since a machine that is busy elsewhere slows both of a pair; a limit holds if one try holds it.
    const ratios: number[] = [];
    let [small, big] = [await short.weigh(), await long.weigh()];
    while (ratios.length < tries && !ratios.some((ratio) => ratio <= mostTimes)) {
      const ofPairs: number[] = [];
      for (let pair = 0; pair < pairs; pair++) {
        [small, big] = [await short.weigh(), await long.weigh()];
        ofPairs.push(big.appendMs / small.appendMs);
      }
      ratios.push(median(ofPairs));
    }
    test.info().annotations.push({ type: 'weights', description: JSON.stringify({ small, big, ratios }) });

    expect(big.nodes).toBeLessThanOrEqual(1500);
    expect(big.heapBytes - small.heapBytes).toBeLessThanOrEqual(many * mostBytes);
    expect(Math.min(...ratios)).toBeLessThanOrEqual(mostTimes);
  });
}
