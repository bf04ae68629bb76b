import { type Context, Hono } from 'hono';
import {
  type Colleague,
  type Invitation,
  InviteAcceptance,
  PersonChange,
} from '../../../../protocol/schema/administration.ts';
import { hashSecret, randomSecret } from '../../../auth/passwords.ts';
import { notFound } from '../../../core/api-error.ts';
import { iso } from '../../../core/clock.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { clientNetwork, publicBase } from '../addresses.ts';
import { pathId } from '../request-parameters.ts';
import { readAct, valueOrThrow } from '../staff-caller.ts';

const permission = 'directory:user:edit';
const inviteLifetimeMs = 7 * 24 * 60 * 60 * 1000;
/** Per network. */
const attempts = { burst: 10, perSecond: 10 / 60 };

/** Our own API: administration of people. */
export function addPeopleRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;

  async function person(organizationId: string, id: string): Promise<Colleague> {
    const found = (await storage.run('listColleagues', { organizationId })).find((one) => one.id === id);
    if (!found) throw notFound('person');
    return found;
  }

  routes.post('/users', async (c) => {
    const act = readAct(c, permission, clock);
    const given = await readBody(c, PersonChange);
    const { invitation, stored } = createInvitation(c, services);
    const { id } = valueOrThrow(await storage.run('inviteUser', { act, given, invite: stored }));
    return c.json({ ...(await person(act.organizationId, id)), invitation });
  });

  routes.put('/users/:userId', async (c) => {
    const act = readAct(c, permission, clock);
    const given = await readBody(c, PersonChange);
    const userId = pathId(c, 'userId');
    valueOrThrow(await storage.run('changeUser', { act, userId, given }));
    return c.json(await person(act.organizationId, userId));
  });

  routes.delete('/users/:userId', async (c) => {
    const act = readAct(c, permission, clock);
    const userId = pathId(c, 'userId');
    await publishOutcome(services, storage.run('removeOwnUser', { act, userId, timing: settings.timing }));
    return c.body(null, 204);
  });

  routes.post('/users/:userId/invitation', async (c) => {
    const act = readAct(c, permission, clock);
    const { invitation, stored } = createInvitation(c, services);
    valueOrThrow(await storage.run('inviteAgain', { act, userId: pathId(c, 'userId'), invite: stored }));
    return c.json(invitation);
  });

  addSignOutRoute(routes, services);
}

/** The link's secret is in its fragment, which browsers send to no server, so that no log has it. */
function createInvitation(c: Context, { clock, settings }: Services) {
  const token = randomSecret();
  const expiresAt = clock.now() + inviteLifetimeMs;
  const url = `${publicBase(c, settings)}/console/#invite/${token}`;
  const invitation: Invitation = { url, expires: iso(expiresAt) };
  return { invitation, stored: { tokenHash: hashSecret(token), expiresAt } };
}

/** People may sign themselves out everywhere; signing out others needs the permission. */
function addSignOutRoute(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock } = services;
  routes.delete('/users/:userId/sessions', async (c) => {
    const { staff } = c.var;
    const userId = pathId(c, 'userId');
    const isOwn = staff.type === 'user' && (userId === 'me' || userId === staff.userId);
    const signOut = isOwn
      ? storage.run('signOutEverywhere', { now: clock.now(), userId: staff.userId })
      : storage.run('signOutEverywhere', { now: clock.now(), userId, act: readAct(c, permission, clock) });
    await publishOutcome(services, signOut);
    return c.body(null, 204);
  });
}

/** Sets a password by an unused invitation link; needs no other credentials. */
export function invitationRoutes(services: Services): Hono {
  const routes = new Hono();
  const { storage, clock, limiter, settings, passwords } = services;
  routes.post('/api/v2/console/invitation', async (c) => {
    limiter.takeToken(`invitation ${clientNetwork(c, settings)}`, attempts);
    const { token, password } = await readBody(c, InviteAcceptance);
    const tokenHash = hashSecret(token);
    // Checked before hashing, so that an invented link costs only one read.
    valueOrThrow(await storage.run('checkInvite', { now: clock.now(), tokenHash }));
    const passwordHash = await passwords.hash(password);
    await publishOutcome(services, storage.run('acceptInvite', { now: clock.now(), tokenHash, passwordHash }));
    return c.body(null, 204);
  });
  return routes;
}
