import type { Answer } from './test-agent.ts';

type Server = { origin: string; fetch: typeof globalThis.fetch };

/** A person signed in to the console in a browser of their own. */
export type ConsoleVisitor = {
  cookie: string;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A channel of this session, whose address holds a ticket. */
  openChannel(): Promise<{ id: string; connectUri: string }>;
};

/** Undefined where the service did not let them in. */
export async function signInToConsole(
  server: Server,
  { email, password }: { email: string; password: string },
): Promise<ConsoleVisitor | undefined> {
  const answer = await ask(server, '', 'POST', '/api/v2/console/session', { email, password });
  const cookie = cookieOf(answer);
  return answer.status === 200 && cookie ? consoleVisitor(server, cookie) : undefined;
}

/** With the cookie that a sign-in set. */
export function consoleVisitor(server: Server, cookie: string): ConsoleVisitor {
  const call: ConsoleVisitor['call'] = (method, path, body) => ask(server, cookie, method, path, body);
  return {
    cookie,
    call,
    async openChannel() {
      const answer = await call('POST', '/api/v2/notifications/channels');
      if (answer.status !== 200) throw new Error(`channel: ${answer.status}`);
      return answer.body as { id: string; connectUri: string };
    },
  };
}

const cookieOf = ({ headers }: Pick<Answer, 'headers'>) =>
  headers
    .getSetCookie()
    .find((one) => /porchlight-session=[^;]/.test(one))
    ?.split(';')[0];

async function ask({ origin, fetch }: Server, cookie: string, method: string, path: string, body?: unknown) {
  const answer = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json', Origin: origin, ...(cookie ? { Cookie: cookie } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: answer.headers };
}
