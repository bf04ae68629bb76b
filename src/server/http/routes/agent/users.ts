import type { Context, Hono } from 'hono';
import type { Colleague } from '../../../../protocol/schema/administration.ts';
import { RoutingStatusChange } from '../../../../protocol/schema/agent.ts';
import { notAuthorized, notFound } from '../../../core/api-error.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { Person } from '../../../storage/operations/people/presence.ts';
import { requireUser, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';

export function addUserRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;

  async function answerUser(c: Context<StaffEnv>, userId: string): Promise<Response> {
    const person = await storage.run('getUser', { userId });
    if (!person) throw notFound('user');
    return c.json(presentPerson(person));
  }

  routes.get('/users', async (c) => {
    const entities: Colleague[] = await storage.run('listColleagues', requireUser(c));
    return c.json({ entities });
  });

  routes.get('/users/me', (c) => answerUser(c, requireUser(c).userId));

  routes.get('/users/:userId/routingstatus', (c) => answerUser(c, ownId(c)));

  routes.put('/users/:userId/routingstatus', async (c) => {
    const userId = ownId(c);
    const isOnQueue = await readBody(c, RoutingStatusChange);
    const change = { userId, isOnQueue, now: clock.now(), timing: settings.timing };
    await publishOutcome(services, storage.run('setOnQueue', change));
    return answerUser(c, userId);
  });
}

/** People may change only their own routing status. */
function ownId(c: Context<StaffEnv>): string {
  const { userId } = requireUser(c);
  const asked = pathId(c, 'userId');
  if (asked !== userId && asked !== 'me') throw notAuthorized('This is somebody else.');
  return userId;
}

/** The person with the status in two places, since `users/me` and `routingstatus` return the same object. */
function presentPerson({ isOnQueue, ...person }: Person) {
  const status = isOnQueue ? 'ON_QUEUE' : 'OFF_QUEUE';
  return { ...person, userId: person.id, status, routingStatus: { userId: person.id, status } };
}
