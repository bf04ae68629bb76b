import type { Context } from 'hono';
import { ApiError } from '../../core/api-error.ts';
import type { Act } from '../../storage/repositories/audit.ts';
import type { Decided } from '../../storage/unit-of-work.ts';
import { requirePermission, type StaffEnv } from '../middleware/authenticate.ts';

/** Who administers what, and when. Throws 403 without the permission. */
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

/** Throws an ApiError where the operation refused. */
export function valueOrThrow<Value>(result: Decided<Value>): Value {
  if ('rejection' in result) throw ApiError.fromData(result.rejection);
  return result.value;
}
