import { createAgentLine, type DemoFacts } from './agent-connection.ts';
import { createStage, type Stage } from './session.ts';
import type { VisitorPage } from './visitor-page.ts';

/** What the demo tells, and whether the service may be made to crash. */
export type Playground = {
  facts: DemoFacts;
  canCrash: boolean;
  createStage(page: VisitorPage): Stage;
};

const backMs = 250;
const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** The one place where real things are joined. */
export async function composePlayground(): Promise<Playground> {
  const facts: DemoFacts = await (await fetch('/demo/config.json')).json();
  const { isPossible } = await (await fetch('/playground/crash')).json();
  const agent = createAgentLine((path, init) => fetch(path, init), facts);
  const isBack = () =>
    fetch('/readyz').then(
      ({ ok }) => ok,
      () => false,
    );
  async function crash(): Promise<void> {
    await fetch('/playground/crash', { method: 'POST' });
    await pause(backMs);
    while (!(await isBack())) await pause(backMs);
  }
  return {
    facts,
    canCrash: isPossible === true,
    createStage: (page) =>
      createStage({
        page,
        agent,
        crash,
        pause,
        now: () => performance.now(),
        randomId: () => crypto.randomUUID(),
      }),
  };
}
