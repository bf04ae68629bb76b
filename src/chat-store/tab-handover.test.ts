import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeBrowser } from '../testing/fakes/tabs.ts';
import { openStore } from '../testing/harness/open-store.ts';

type Step =
  | { type: 'write' | 'close' | 'put-away' | 'come-back'; tab: number }
  | { type: 'open' | 'lose-answer' | 'fail' | 'say' }
  | { type: 'wait'; ms: number };
type Tab = ReturnType<typeof openStore>;

const tab = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('write' as const), tab }),
  fc.record({ type: fc.constantFrom('close' as const, 'put-away' as const, 'come-back' as const), tab }),
  fc.record({ type: fc.constantFrom('open' as const, 'lose-answer' as const, 'fail' as const, 'say' as const) }),
  fc.record({ type: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 100, 800, 12_000) }),
);

test('whatever tabs do and whichever die, nothing written is lost and nothing is sent or shown twice', async () => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 30, size: 'max' }), async (steps) => {
    const browser = createFakeBrowser();
    const first = openStore({ browser });
    const { service, clock } = first;
    const tabs = [first];
    const asleep = new Set<Tab>();
    const heirs = new Map<Tab, Set<Tab>>([[first, new Set()]]);
    const written: string[] = [];
    first.store.start();
    await clock.elapse(1_000);

    for (const one of steps) await act(one);
    await clock.elapse(120_000);
    for (const one of tabs) comeBack(one);
    await clock.elapse(120_000);

    const messages = await service.port.listMessages({ sortOrder: 'ascending', maxResults: 1_000 });
    const own = messages.filter(({ senderId }) => senderId === 'me1').map(({ body }) => body);
    expect(own.toSorted()).toEqual(written.toSorted());
    expect(service.created).toHaveLength(1);
    expect(service.streams.size).toBe(1);
    for (const { store } of tabs) {
      expect(store.entries.value.map(({ body }) => body)).toEqual(messages.map(({ body }) => body));
    }
    expect(tabs.filter(({ store }) => store.isSpeaker.value)).toHaveLength(1);
    for (const { store } of tabs) store.dispose();

    function comeBack(tab: Tab): void {
      if (!asleep.delete(tab)) return;
      tab.page.wake();
      isAwake(tab);
    }

    function isAwake(tab: Tab): void {
      heirs.set(tab, othersAwake(tab));
      for (const other of othersAwake(tab)) heirs.get(other)?.add(tab);
    }

    function othersAwake(tab: Tab): Set<Tab> {
      return new Set(tabs.filter((other) => other !== tab && !asleep.has(other)));
    }

    async function act(step: Step): Promise<void> {
      const actor = tabs['tab' in step ? step.tab % tabs.length : 0] ?? first;
      switch (step.type) {
        case 'write':
          comeBack(actor);
          heirs.set(actor, othersAwake(actor));
          written.push(`text ${written.length}`);
          actor.store.send(written.at(-1) ?? '');
          return;
        case 'close':
          // A text that no other tab received is lost with the closed tab.
          if (asleep.has(actor) || !tabs.some((one) => heirs.get(actor)?.has(one))) return;
          // Nor is one promised whose tab was put away in the moment in which the tab that would take it over closes.
          if (asleep.size > 0) await clock.elapse(4_000);
          actor.store.dispose();
          tabs.splice(tabs.indexOf(actor), 1);
          return;
        case 'put-away':
          if (asleep.has(actor)) return;
          asleep.add(actor);
          return actor.page.hide();
        case 'come-back':
          return comeBack(actor);
        case 'open':
          tabs.push(openStore({ browser, clock, service }));
          await clock.elapse(1_000);
          return isAwake(tabs.at(-1) ?? first);
        case 'lose-answer':
          return service.loseAnswer();
        case 'fail':
          return service.failNext('send', 'server');
        case 'say':
          return void service.say('a', 'Hello');
        case 'wait':
          return clock.elapse(step.ms);
        default:
          step satisfies never;
      }
    }
  });
  // A tab that came back was taken for closed by tabs that answered, or closed themselves, in the same moment.
  const examples: [Step[]][] = [
    [
      [
        { type: 'open' },
        { type: 'open' },
        { type: 'write', tab: 2 },
        { type: 'put-away', tab: 2 },
        { type: 'write', tab: 5 },
        { type: 'close', tab: 2 },
      ],
    ],
    [
      [
        { type: 'open' },
        { type: 'write', tab: 3 },
        { type: 'open' },
        { type: 'write', tab: 2 },
        { type: 'put-away', tab: 2 },
        { type: 'write', tab: 5 },
        { type: 'close', tab: 4 },
      ],
    ],
  ];
  await fc.assert(property, { numRuns: 300, examples });
}, 60_000);
