import type { Context, Hono } from 'hono';
import { type Queue, QueueChange, WrapupCodeChange } from '../../../../protocol/schema/administration.ts';
import type { WrapupCode } from '../../../../protocol/schema/agent.ts';
import { notFound } from '../../../core/api-error.ts';
import { iso } from '../../../core/clock.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import { requireUser, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { readAct, valueOrThrow } from '../staff-caller.ts';

/** Our own API: queues. Agents may list them; administrators change them. */
export function addQueueRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;
  const permission = 'routing:queue:edit';

  routes.get('/routing/queues', async (c) => {
    const entities: Queue[] = await storage.run('listQueues', requireUser(c));
    return c.json({ entities });
  });

  async function put(c: Context<StaffEnv>, id: string | undefined): Promise<Response> {
    const act = readAct(c, permission, clock);
    const given = await readBody(c, QueueChange);
    const queue = await publishOutcome(services, storage.run('putQueue', { act, id, given, timing: settings.timing }));
    const found = (await storage.run('listQueues', act)).find((one) => one.id === queue.id);
    if (!found) throw notFound('queue');
    return c.json(found satisfies Queue);
  }
  routes.post('/routing/queues', (c) => put(c, undefined));
  routes.put('/routing/queues/:queueId', (c) => put(c, pathId(c, 'queueId')));

  routes.delete('/routing/queues/:queueId', async (c) => {
    const act = readAct(c, permission, clock);
    await publishOutcome(services, storage.run('removeOwnQueue', { act, id: pathId(c, 'queueId') }));
    return c.body(null, 204);
  });
}

export function addWrapupCodeRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock } = services;
  const permission = 'routing:wrapupCode:edit';

  routes.get('/routing/wrapupcodes', async (c) => {
    const codes = await storage.run('listAllWrapupCodes', requireUser(c));
    const presentCode = ({ id, name, version, created_at }: (typeof codes)[number]): WrapupCode => ({
      id,
      name,
      version,
      dateCreated: iso(created_at),
    });
    return c.json({ entities: codes.map(presentCode) });
  });

  routes.post('/routing/wrapupcodes', async (c) => {
    const act = readAct(c, permission, clock);
    const { name } = await readBody(c, WrapupCodeChange);
    const { id } = await publishOutcome(services, storage.run('addWrapupCode', { act, name }));
    return c.json({ id, name, version: 1 } satisfies WrapupCode);
  });

  routes.put('/routing/wrapupcodes/:codeId', async (c) => {
    const act = readAct(c, permission, clock);
    const given = await readBody(c, WrapupCodeChange);
    const { id, version } = valueOrThrow(
      await storage.run('renameWrapupCode', { act, id: pathId(c, 'codeId'), ...given }),
    );
    return c.json({ id, name: given.name, version } satisfies WrapupCode);
  });

  routes.delete('/routing/wrapupcodes/:codeId', async (c) => {
    const act = readAct(c, permission, clock);
    await publishOutcome(services, storage.run('removeOwnWrapupCode', { act, id: pathId(c, 'codeId') }));
    return c.body(null, 204);
  });
}
