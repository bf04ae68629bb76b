import { createHttpClient } from '../client/http-client.ts';
import { browserClock } from '../environment/browser/clock.ts';
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
  const { call } = createHttpClient({
    base: location.origin,
    fetch: (request) => fetch(request),
    clock: browserClock,
    credentials: 'same-origin',
  });
  const facts = (await call({ method: 'GET', path: '/demo/config.json' })).body as DemoFacts;
  const { isPossible } = Object((await call({ method: 'GET', path: '/playground/crash' })).body);
  const agent = createAgentLine(call, facts);
  const isBack = () =>
    call({ method: 'GET', path: '/readyz' }).then(
      () => true,
      () => false,
    );
  async function crash(): Promise<void> {
    await call({ method: 'POST', path: '/playground/crash' });
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
