import type { Hono } from 'hono';
import type { Services } from '../../../services/services.ts';
import type { ReferencedKind } from '../../../storage/operations/references.ts';
import { requirePermission, type StaffEnv } from '../../middleware/authenticate.ts';
import { pathId } from '../request-parameters.ts';

/** Our own API: what refers to something that an administrator is about to remove. */
export function addUsageRoutes(routes: Hono<StaffEnv>, { storage }: Services): void {
  function add(path: string, parameter: string, permission: string, kind: ReferencedKind): void {
    routes.get(`${path}/:${parameter}/uses`, async (c) => {
      requirePermission(c.var.staff, permission);
      const { organizationId } = c.var.staff;
      return c.json({
        entities: await storage.run('listReferences', { organizationId, kind, id: pathId(c, parameter) }),
      });
    });
  }
  add('/routing/queues', 'queueId', 'routing:queue:edit', 'queue');
  add('/webchat/deployments', 'deploymentId', 'webchat:deployment:delete', 'deployment');
  add('/routing/wrapupcodes', 'codeId', 'routing:wrapupCode:edit', 'code');
  add('/users', 'userId', 'directory:user:edit', 'person');
}
