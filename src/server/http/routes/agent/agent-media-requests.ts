import type { Hono } from 'hono';
import { CancelMediaRequest, CreateMediaRequest } from '../../../../protocol/schema/media-request.ts';
import { mediaRequestToWire } from '../../../presenters/media-request.ts';
import { type Services, settle } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../path-id.ts';
import { agentBase, agentCaller } from './agent-caller.ts';

const invalid = { missing: 'invalid.value', wrong: 'invalid.value' } as const;

/** Ours: how an agent asks to share, which the platform never published. */
export function addAgentMediaRequestRoutes(routes: Hono<StaffEnv>, services: Services): void {
  const { storage, clock, settings } = services;
  const requests = '/conversations/chats/:conversationId/mediarequests';

  routes.post(requests, async (c) => {
    const agent = agentCaller(c);
    const { types } = await readBody(c, CreateMediaRequest, { types: invalid });
    const created = storage.run('createMediaRequest', {
      agent,
      now: clock.now(),
      timing: settings.timing,
      types: [...new Set(types)],
    });
    return c.json(mediaRequestToWire(await settle(services, created), agentBase(agent)));
  });

  routes.get(requests, async (c) => {
    const agent = agentCaller(c);
    const listed = await settle(services, storage.run('listMediaRequests', { agent, now: clock.now() }));
    return c.json({ entities: listed.map((request) => mediaRequestToWire(request, agentBase(agent))) });
  });

  routes.get(`${requests}/:mediaRequestId`, async (c) => {
    const agent = agentCaller(c);
    const mediaRequestId = pathId(c, 'mediaRequestId');
    const found = storage.run('getMediaRequest', { agent, now: clock.now(), mediaRequestId });
    return c.json(mediaRequestToWire(await settle(services, found), agentBase(agent)));
  });

  routes.patch(`${requests}/:mediaRequestId`, async (c) => {
    const agent = agentCaller(c);
    const { state } = await readBody(c, CancelMediaRequest, { state: invalid });
    const mediaRequestId = pathId(c, 'mediaRequestId');
    const changed = storage.run('changeMediaRequest', { agent, now: clock.now(), mediaRequestId, state });
    return c.json(mediaRequestToWire(await settle(services, changed), agentBase(agent)));
  });
}
