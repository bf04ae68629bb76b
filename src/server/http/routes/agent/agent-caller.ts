import type { Context } from 'hono';
import type { AgentCaller } from '../../../storage/repositories/agents.ts';
import { requireUser, type StaffEnv } from '../../middleware/authenticate.ts';
import { pathId } from '../path-id.ts';

/** The signed-in person and the conversation the path names. Throws 403 for a client that acts for nobody. */
export function readAgentCaller(c: Context<StaffEnv>): AgentCaller {
  return { userId: requireUser(c).userId, conversationId: pathId(c, 'conversationId') };
}

export const agentBase = ({ conversationId }: AgentCaller) => `/api/v2/conversations/chats/${conversationId}`;
