import type { Hono } from 'hono';
import { CannedReplyChange, type CannedReply as WireReply } from '../../../../protocol/schema/administration.ts';
import type { Services } from '../../../services/services.ts';
import type { CannedReply } from '../../../storage/operations/canned-replies.ts';
import { requireUser, type StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { readAct, valueOrThrow } from '../staff-caller.ts';

const permission = 'responses:response:edit';

/** Our own API: canned replies. Agents list them; administrators change them. */
export function addCannedReplyRoutes(routes: Hono<StaffEnv>, { storage, clock }: Services): void {
  routes.get('/responses', async (c) => {
    const { organizationId } = requireUser(c);
    const replies = await storage.run('listCannedReplies', { organizationId });
    return c.json({ entities: replies.map(presentReply) });
  });

  routes.post('/responses', async (c) => {
    const act = readAct(c, permission, clock);
    const given = await readBody(c, CannedReplyChange);
    return c.json(presentReply(valueOrThrow(await storage.run('putCannedReply', { act, id: undefined, given }))));
  });

  routes.put('/responses/:responseId', async (c) => {
    const act = readAct(c, permission, clock);
    const given = await readBody(c, CannedReplyChange);
    const id = pathId(c, 'responseId');
    return c.json(presentReply(valueOrThrow(await storage.run('putCannedReply', { act, id, given }))));
  });

  routes.delete('/responses/:responseId', async (c) => {
    const act = readAct(c, permission, clock);
    valueOrThrow(await storage.run('removeCannedReply', { act, id: pathId(c, 'responseId') }));
    return c.body(null, 204);
  });
}

const presentReply = ({ id, shortcut, body, version }: CannedReply): WireReply => ({ id, shortcut, body, version });
