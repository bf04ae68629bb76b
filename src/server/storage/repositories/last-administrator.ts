import type { UserRole } from '../../domain/records.ts';
import type { Transaction } from '../transaction.ts';

/** Whether the organization would have no administrator without this user. */
export async function isLastAdministrator(
  tx: Transaction,
  { organizationId }: { organizationId: string },
  user: { id: string; role: UserRole },
) {
  if (user.role !== 'administrator') return false;
  const other = await tx
    .selectFrom('user')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('role', '=', 'administrator')
    .where('removed_at', 'is', null)
    .where('id', '<>', user.id)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}
