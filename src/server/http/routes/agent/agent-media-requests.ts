import type { Hono } from 'hono';
import { CancelMediaRequest, CreateMediaRequest } from '../../../../protocol/schema/media-request.ts';
import { presentMediaRequest } from '../../../presenters/message.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { agentBase, readAgentCaller } from '../staff-caller.ts';

const invalid = { missing: 'invalid.value', wrong: 'invalid.value' } as const;

/** Our own API: an agent's requests to share the screen, which the platform has not published. */
export function addAgentMediaRequestRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;
  const requests = '/conversations/chats/:conversationId/mediarequests';

  routes.post(requests, async (c) => {
    const agent = readAgentCaller(c);
    const { types } = await readBody(c, CreateMediaRequest, { types: invalid });
    const created = storage.run('createMediaRequest', {
      agent,
      now: clock.now(),
      timing: settings.timing,
      types: [...new Set(types)],
    });
    return c.json(presentMediaRequest(await publishOutcome(services, created), agentBase(agent)));
  });

  routes.get(requests, async (c) => {
    const agent = readAgentCaller(c);
    const listed = await publishOutcome(services, storage.run('listMediaRequests', { agent, now: clock.now() }));
    return c.json({ entities: listed.map((request) => presentMediaRequest(request, agentBase(agent))) });
  });

  routes.get(`${requests}/:mediaRequestId`, async (c) => {
    const agent = readAgentCaller(c);
    const mediaRequestId = pathId(c, 'mediaRequestId');
    const found = storage.run('getMediaRequest', { agent, now: clock.now(), mediaRequestId });
    return c.json(presentMediaRequest(await publishOutcome(services, found), agentBase(agent)));
  });

  routes.patch(`${requests}/:mediaRequestId`, async (c) => {
    const agent = readAgentCaller(c);
    const { state } = await readBody(c, CancelMediaRequest, { state: invalid });
    const mediaRequestId = pathId(c, 'mediaRequestId');
    const changed = storage.run('changeMediaRequest', { agent, now: clock.now(), mediaRequestId, state });
    return c.json(presentMediaRequest(await publishOutcome(services, changed), agentBase(agent)));
  });
}
