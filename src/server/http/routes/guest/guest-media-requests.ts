import type { Hono } from 'hono';
import { UpdateMediaRequest } from '../../../../protocol/schema/media-request.ts';
import { presentMediaRequest } from '../../../presenters/message.ts';
import { publishOutcome, type Services } from '../../../services/services.ts';
import type { GuestEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../request-parameters.ts';
import { attachByPolling, guestBase, requireReadingGuest, requireWritingGuest } from './guest-caller.ts';

export function addGuestMediaRequestRoutes(routes: Hono<GuestEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;

  routes.get('/:conversationId/mediarequests', async (c) => {
    const guest = requireReadingGuest(c);
    limiter.takeToken(`list:${guest.memberId}`, settings.limits.guestList);
    await attachByPolling(c, services, guest);
    const requests = await publishOutcome(services, storage.run('listMediaRequests', { guest, now: clock.now() }));
    return c.json({ entities: requests.map((request) => presentMediaRequest(request, guestBase(guest))) });
  });

  routes.get('/:conversationId/mediarequests/:mediaRequestId', async (c) => {
    const guest = requireReadingGuest(c);
    limiter.takeToken(`list:${guest.memberId}`, settings.limits.guestList);
    const mediaRequestId = pathId(c, 'mediaRequestId');
    const request = storage.run('getMediaRequest', { guest, now: clock.now(), mediaRequestId });
    return c.json(presentMediaRequest(await publishOutcome(services, request), guestBase(guest)));
  });

  routes.patch('/:conversationId/mediarequests/:mediaRequestId', async (c) => {
    const guest = requireWritingGuest(c);
    limiter.takeToken(`list:${guest.memberId}`, settings.limits.guestList);
    const { state } = await readBody(c, UpdateMediaRequest, {
      state: { missing: 'invalid.value', wrong: 'invalid.value' },
    });
    const mediaRequestId = pathId(c, 'mediaRequestId');
    const changed = storage.run('changeMediaRequest', { guest, now: clock.now(), mediaRequestId, state });
    return c.json(presentMediaRequest(await publishOutcome(services, changed), guestBase(guest)));
  });
}
