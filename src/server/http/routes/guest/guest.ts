import { Hono } from 'hono';
import type { Services } from '../../../services/services.ts';
import { authenticateGuest, type GuestEnv } from '../../middleware/authenticate.ts';
import { addCreateRoute } from './guest-create.ts';
import { addGuestMediaRequestRoutes } from './guest-media-requests.ts';
import { addGuestMemberRoutes } from './guest-members.ts';
import { addGuestMessageRoutes } from './guest-messages.ts';

/** The eleven guest operations, below `/api/v2/webchat/guest/conversations`. */
export function guestRoutes(services: Services): Hono<GuestEnv> {
  const routes = new Hono<GuestEnv>();
  addCreateRoute(routes, services);
  routes.use('/:conversationId/*', authenticateGuest(services.tokens));
  addGuestMemberRoutes(routes, services);
  addGuestMessageRoutes(routes, services);
  addGuestMediaRequestRoutes(routes, services);
  return routes;
}
