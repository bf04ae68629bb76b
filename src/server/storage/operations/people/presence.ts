import type { UserRole } from '../../../domain/records.ts';
import type { Timing } from '../../../domain/timing.ts';
import { assignWaiting, lockRouting } from '../../repositories/offers.ts';
import type { Transaction } from '../../transaction.ts';
import { type OperationResult, runOperation } from '../../unit-of-work.ts';

export type Person = {
  id: string;
  name: string;
  email: string;
  organization: { id: string; name: string };
  isOnQueue: boolean;
  role: UserRole;
};

export const presenceOperations = {
  async getUser(tx: Transaction, { userId }: { userId: string }): Promise<Person | undefined> {
    const row = await tx
      .selectFrom('user')
      .innerJoin('organization', 'organization.id', 'user.organization_id')
      .where('user.id', '=', userId)
      .select([
        'user.id',
        'user.name',
        'user.email',
        'user.on_queue',
        'user.role',
        'organization.id as organizationId',
        'organization.name as organizationName',
      ])
      .executeTakeFirst();
    return (
      row && {
        id: row.id,
        name: row.name,
        email: row.email,
        organization: { id: row.organizationId, name: row.organizationName },
        isOnQueue: row.on_queue === 1,
        role: row.role,
      }
    );
  },

  /** Going on queue, an agent is offered at once what waits. */
  async setOnQueue(
    tx: Transaction,
    args: { now: number; timing: Timing; userId: string; isOnQueue: boolean },
  ): Promise<OperationResult<null>> {
    return runOperation(tx, args.now, async (work) => {
      await lockRouting(tx, { userId: args.userId });
      await tx
        .updateTable('user')
        .set({ on_queue: args.isOnQueue ? 1 : 0 })
        .where('id', '=', args.userId)
        .where('removed_at', 'is', null)
        .execute();
      if (args.isOnQueue) await assignWaiting(work, args.timing);
      return { value: null };
    });
  },
};
