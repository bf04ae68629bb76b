import type { Context } from 'hono';
import { ApiError } from '../../core/api-error.ts';
import type { Act } from '../../storage/repositories/audit.ts';
import type { AgentCaller } from '../../storage/repositories/callers.ts';
import type { Result } from '../../storage/unit-of-work.ts';
import { requirePermission, requireUser, type StaffEnv } from '../middleware/authenticate.ts';
import { pathId } from './request-parameters.ts';

/** The actor, organization and time of an administrative action, for the audit. Throws 403 without the permission. */
export function readAct(c: Context<StaffEnv>, permission: string, { now }: { now(): number }): Act {
  const { staff } = c.var;
  requirePermission(staff, permission);
  const clientId = 'clientId' in staff ? staff.clientId : undefined;
  const by: Act['by'] =
    staff.type === 'user'
      ? { kind: 'user', id: staff.userId, clientId }
      : { kind: 'client', id: staff.clientId, clientId };
  return { now: now(), organizationId: staff.organizationId, by };
}

/** Throws an ApiError where the operation was rejected. */
export function valueOrThrow<Value>(result: Result<Value>): Value {
  if ('rejection' in result) throw ApiError.fromData(result.rejection);
  return result.value;
}

/** The signed-in person and the conversation in the path. Throws 403 for a client that is bound to no person. */
export function readAgentCaller(c: Context<StaffEnv>): AgentCaller {
  return { userId: requireUser(c).userId, conversationId: pathId(c, 'conversationId') };
}

export const agentBase = ({ conversationId }: AgentCaller) => `/api/v2/conversations/chats/${conversationId}`;
