import type { Context, Hono } from 'hono';
import {
  OAuthClientChange,
  type OAuthClientWithSecret,
  type OAuthClient as WireClient,
} from '../../../../protocol/schema/administration.ts';
import { hashSecret, randomSecret } from '../../../auth/passwords.ts';
import { ApiError } from '../../../core/api-error.ts';
import { iso } from '../../../core/clock.ts';
import { allPermissions } from '../../../domain/permissions.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { OAuthClient } from '../../../storage/operations/oauth-clients.ts';
import { requirePermission, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { readAct, valueOrThrow } from '../staff-caller.ts';

const permission = 'oauth:client:edit';

/** Our own API: OAuth clients. Only the answer that creates a secret shows it. */
export function addOAuthClientRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock } = services;
  routes.get('/oauth/clients', async (c) => {
    requirePermission(c.var.staff, permission);
    const { organizationId } = c.var.staff;
    const clients = await storage.run('listOAuthClients', { organizationId });
    return c.json({ entities: clients.map(presentClient) });
  });

  routes.post('/oauth/clients', async (c) => {
    const act = readAct(c, permission, clock);
    const given = await readClient(c);
    const secret = randomSecret();
    const client = valueOrThrow(await storage.run('addOAuthClient', { act, given, secretHash: hashSecret(secret) }));
    return c.json({ ...presentClient(client), secret } satisfies OAuthClientWithSecret);
  });

  routes.put('/oauth/clients/:clientId', async (c) => {
    const act = readAct(c, permission, clock);
    const given = await readClient(c);
    const changed = storage.run('changeOAuthClient', { act, id: pathId(c, 'clientId'), given });
    return c.json(presentClient(await publishOutcome(services, changed)));
  });

  routes.post('/oauth/clients/:clientId/secret', async (c) => {
    const act = readAct(c, permission, clock);
    const secret = randomSecret();
    const given = { act, id: pathId(c, 'clientId'), secretHash: hashSecret(secret) };
    const client = await publishOutcome(services, storage.run('rotateOAuthSecret', given));
    return c.json({ ...presentClient(client), secret } satisfies OAuthClientWithSecret);
  });

  routes.delete('/oauth/clients/:clientId', async (c) => {
    const act = readAct(c, permission, clock);
    await publishOutcome(services, storage.run('removeOwnOAuthClient', { act, id: pathId(c, 'clientId') }));
    return c.body(null, 204);
  });
}

/** The storage operation decides which permissions the actor may grant. */
async function readClient(c: Context<StaffEnv>) {
  const given = await readBody(c, OAuthClientChange);
  const known: readonly string[] = allPermissions;
  const unknown = given.permissions?.find((one) => !known.includes(one));
  if (unknown === undefined) return given;
  const details = [{ fieldName: 'permissions', errorCode: 'invalid.value' }];
  throw new ApiError('invalid.value', `There is no permission ${unknown}.`, { details });
}

function presentClient({ id, name, user_id, permissions, created_at, version }: OAuthClient): WireClient {
  const bound = user_id === null ? {} : { userId: user_id };
  return { id, name, ...bound, permissions: JSON.parse(permissions), dateCreated: iso(created_at), version };
}
