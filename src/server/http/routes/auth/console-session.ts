import { Hono } from 'hono';
import { ConsoleSignIn } from '../../../../protocol/schema/agent.ts';
import type { ConsoleSessions } from '../../console-sessions.ts';
import { readBody } from '../../middleware/validate.ts';

/** Signing in to the console, signing out, and the current session. */
export function consoleSessionRoutes(sessions: ConsoleSessions): Hono {
  const routes = new Hono();
  routes.post('/api/v2/console/session', async (c) =>
    c.json(await sessions.signIn(c, await readBody(c, ConsoleSignIn))),
  );
  routes.get('/api/v2/console/session', async (c) => c.json(await sessions.current(c)));
  routes.delete('/api/v2/console/session', async (c) => {
    await sessions.signOut(c);
    return c.body(null, 204);
  });
  return routes;
}
