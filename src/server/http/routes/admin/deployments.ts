import { type Context, Hono } from 'hono';
import { operations } from '../../../../protocol/operations.ts';
import {
  SignedDataRequest,
  WebChatDeploymentChange,
  type WebChatDeploymentEntityListing,
  WebChatSettings,
} from '../../../../protocol/schema/deployment.ts';
import { limits } from '../../../../protocol/schema/primitives.ts';
import { ApiError } from '../../../core/api-error.ts';
import { deploymentBase, presentDeployment } from '../../../presenters/deployment.ts';
import type { Services } from '../../../services/services.ts';
import { requirePermission, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { addCannedReplyRoutes } from '../agent/canned-replies.ts';
import { addPersonalDataRoutes } from '../agent/history.ts';
import { pathId } from '../request-parameters.ts';
import { readAct, valueOrThrow } from '../staff-caller.ts';
import { addAuditRoutes } from './audit.ts';
import { addOAuthClientRoutes } from './oauth-clients.ts';
import { addPeopleRoutes } from './people.ts';
import { addQueueRoutes, addWrapupCodeRoutes } from './queues.ts';
import { addUsageRoutes } from './usage.ts';

/** The routes of administration, below `/api/v2`, behind `authenticateStaff`. */
export function deploymentRoutes(services: Services): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>();
  addDeploymentRoutes(routes, services);
  addSettingsRoutes(routes, services);
  addSignedDataRoute(routes, services);
  addCannedReplyRoutes(routes, services);
  addQueueRoutes(routes, services);
  addWrapupCodeRoutes(routes, services);
  addAuditRoutes(routes, services);
  addOAuthClientRoutes(routes, services);
  addUsageRoutes(routes, services);
  addPeopleRoutes(routes, services);
  addPersonalDataRoutes(routes, services);
  return routes;
}

function addDeploymentRoutes(routes: Hono<StaffEnv>, { storage, clock, settings }: Services): void {
  const actorOf = actorAt(clock);
  routes.get('/webchat/deployments', async (c) => {
    const rows = await storage.run('listDeployments', callerOf(c, operations.listDeployments));
    const entities = rows.map(presentDeployment);
    return c.json({
      total: entities.length,
      entities,
      selfUri: deploymentBase,
    } satisfies WebChatDeploymentEntityListing);
  });

  routes.post('/webchat/deployments', async (c) => {
    const caller = actorOf(c, operations.createDeployment);
    const change = await readBody(c, WebChatDeploymentChange);
    const most = settings.maxDeployments;
    const created = await storage.run('createDeployment', { ...caller, change, now: clock.now(), most });
    return c.json(presentDeployment(valueOrThrow(created)));
  });

  routes.get('/webchat/deployments/:deploymentId', async (c) => {
    const caller = callerOf(c, operations.getDeployment);
    const found = await storage.run('getDeployment', { ...caller, id: pathId(c, 'deploymentId') });
    if (!found) throw noSuchDeployment();
    return c.json(presentDeployment(found));
  });

  routes.put('/webchat/deployments/:deploymentId', async (c) => {
    const caller = actorOf(c, operations.replaceDeployment);
    const change = await readBody(c, WebChatDeploymentChange);
    const replaced = await storage.run('replaceDeployment', { ...caller, id: pathId(c, 'deploymentId'), change });
    if (!replaced) throw noSuchDeployment();
    return c.json(presentDeployment(valueOrThrow(replaced)));
  });

  routes.delete('/webchat/deployments/:deploymentId', async (c) => {
    const caller = actorOf(c, operations.deleteDeployment);
    const place = { ...caller, id: pathId(c, 'deploymentId'), now: clock.now() };
    const isGone = await storage.run('deleteDeployment', place);
    if (!isGone) throw noSuchDeployment();
    return c.body(null, 204);
  });
}

function addSettingsRoutes(routes: Hono<StaffEnv>, { storage, clock }: Services): void {
  const actorOf = actorAt(clock);
  routes.get('/webchat/settings', async (c) =>
    c.json(await storage.run('getChatSettings', callerOf(c, operations.getSettings))),
  );

  routes.put('/webchat/settings', async (c) => {
    const caller = actorOf(c, operations.replaceSettings);
    const { requireDeployment, version } = await readBody(c, WebChatSettings);
    const change = { requireDeployment: requireDeployment ?? false, version: version ?? undefined };
    return c.json(valueOrThrow(await storage.run('putChatSettings', { ...caller, ...change })));
  });

  routes.delete('/webchat/settings', async (c) => {
    const caller = actorOf(c, operations.resetSettings);
    valueOrThrow(await storage.run('putChatSettings', { ...caller, requireDeployment: false }));
    return c.body(null, 204);
  });
}

function addSignedDataRoute(routes: Hono<StaffEnv>, { tokens }: Services): void {
  routes.post('/signeddata', async (c) => {
    const { organizationId } = callerOf(c, { caller: 'authentication:signature:create' });
    const data = await readBody(c, SignedDataRequest);
    if (Buffer.byteLength(JSON.stringify(data)) > limits.signedData) {
      throw new ApiError('constraint.validation', `Signed data may have ${limits.signedData} bytes.`);
    }
    const { token } = await tokens.issueSignedData({ organizationId, data });
    return c.json({ jwt: token });
  });
}

/** Like `callerOf`, with the actor for the audit. */
const actorAt =
  (clock: Services['clock']) =>
  (c: Context<StaffEnv>, { caller }: { caller: string }) => {
    const act = readAct(c, caller, clock);
    return { organizationId: act.organizationId, act };
  };

/** Throws 403 without the operation's permission. */
function callerOf(c: Context<StaffEnv>, { caller }: { caller: string }): { organizationId: string } {
  requirePermission(c.var.staff, caller);
  return { organizationId: c.var.staff.organizationId };
}

const noSuchDeployment = () => new ApiError('resource.not.found', 'There is no such deployment.');
