import { Hono } from 'hono';
import type { Services } from '../../../services/services.ts';
import type { StaffEnv } from '../../middleware/authenticate.ts';
import { addAgentChatRoutes } from './agent-chats.ts';
import { addAgentEarlierChatRoutes } from './agent-earlier-chats.ts';
import { addAgentMediaRequestRoutes } from './agent-media-requests.ts';
import { addAgentMessageRoutes } from './agent-messages.ts';
import { addAgentNoteRoutes } from './agent-notes.ts';
import { addAgentParticipantRoutes } from './agent-participants.ts';
import { addAgentWrapupRoutes } from './agent-wrapups.ts';
import { addChannelRoutes } from './channels.ts';
import { addHistoryRoutes } from './history.ts';
import { addSubscriptionRoutes } from './subscriptions.ts';
import { addUserRoutes } from './users.ts';

/** The agent's side, below `/api/v2`, behind `authenticateStaff`. */
export function agentRoutes(services: Services): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>();
  // Registered before the route that takes any segment as a conversation's id.
  addHistoryRoutes(routes, services);
  addAgentChatRoutes(routes, services);
  addAgentParticipantRoutes(routes, services);
  addAgentWrapupRoutes(routes, services);
  addAgentMessageRoutes(routes, services);
  addAgentNoteRoutes(routes, services);
  addAgentEarlierChatRoutes(routes, services);
  addAgentMediaRequestRoutes(routes, services);
  addChannelRoutes(routes, services);
  addSubscriptionRoutes(routes, services);
  addUserRoutes(routes, services);
  return routes;
}
