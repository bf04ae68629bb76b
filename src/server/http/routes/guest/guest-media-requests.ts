import type { Hono } from 'hono';
import { UpdateMediaRequest } from '../../../../protocol/schema/media-request.ts';
import { mediaRequestToWire } from '../../../presenters/media-request.ts';
import { type Services, settle } from '../../../services/services.ts';
import type { GuestEnv } from '../../middleware/authenticate.ts';
import { readBody } from '../../middleware/validate.ts';
import { pathId } from '../path-id.ts';
import { attachByPolling, guestBase, readingGuest, writingGuest } from './guest-caller.ts';

export function addGuestMediaRequestRoutes(routes: Hono<GuestEnv>, services: Services): void {
  const { storage, clock, settings, limiter } = services;

  routes.get('/:conversationId/mediarequests', async (c) => {
    const guest = readingGuest(c);
    limiter.spend(`list:${guest.memberId}`, settings.limits.guestList);
    await attachByPolling(c, services, guest);
    const requests = await settle(services, storage.run('listMediaRequests', { guest, now: clock.now() }));
    return c.json({ entities: requests.map((request) => mediaRequestToWire(request, guestBase(guest))) });
  });

  routes.get('/:conversationId/mediarequests/:mediaRequestId', async (c) => {
    const guest = readingGuest(c);
    limiter.spend(`list:${guest.memberId}`, settings.limits.guestList);
    const mediaRequestId = pathId(c, 'mediaRequestId');
    const request = storage.run('getMediaRequest', { guest, now: clock.now(), mediaRequestId });
    return c.json(mediaRequestToWire(await settle(services, request), guestBase(guest)));
  });

  routes.patch('/:conversationId/mediarequests/:mediaRequestId', async (c) => {
    const guest = writingGuest(c);
    limiter.spend(`list:${guest.memberId}`, settings.limits.guestList);
    const { state } = await readBody(c, UpdateMediaRequest, {
      state: { missing: 'invalid.value', wrong: 'invalid.value' },
    });
    const mediaRequestId = pathId(c, 'mediaRequestId');
    const changed = storage.run('changeMediaRequest', { guest, now: clock.now(), mediaRequestId, state });
    return c.json(mediaRequestToWire(await settle(services, changed), guestBase(guest)));
  });
}
