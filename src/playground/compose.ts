import { createHttpClient } from '../client/http-client.ts';
import { browserClock } from '../environment/browser/clock.ts';
import { createAgentClient, type DemoDetails } from './agent-connection.ts';
import { createSession, type Session } from './session.ts';
import type { VisitorPage } from './visitor-page.ts';

/** The configuration of the demo, and whether the service can be made to crash. */
export type Playground = {
  details: DemoDetails;
  canCrash: boolean;
  createSession(page: VisitorPage): Session;
};

const pollMs = 250;
const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** The one place where real things are joined. */
export async function composePlayground(): Promise<Playground> {
  const { call } = createHttpClient({
    base: location.origin,
    fetch: (request) => fetch(request),
    clock: browserClock,
    credentials: 'same-origin',
  });
  const details = (await call({ method: 'GET', path: '/demo/config.json' })).body as DemoDetails;
  const { isPossible } = Object((await call({ method: 'GET', path: '/playground/crash' })).body);
  const agent = createAgentClient(call, details);
  const isBack = () =>
    call({ method: 'GET', path: '/readyz' }).then(
      () => true,
      () => false,
    );
  async function crash(): Promise<void> {
    await call({ method: 'POST', path: '/playground/crash' });
    await pause(pollMs);
    while (!(await isBack())) await pause(pollMs);
  }
  return {
    details,
    canCrash: isPossible === true,
    createSession: (page) =>
      createSession({
        page,
        agent,
        crash,
        pause,
        now: () => performance.now(),
        randomId: () => crypto.randomUUID(),
      }),
  };
}
