import type { Member } from '../../domain/records.ts';
import { reject } from '../../domain/rejection.ts';
import { authorizeAgent, authorizeGuest, type Caller } from '../repositories/callers.ts';
import type { Transaction } from '../transaction.ts';
import { findMembers, type OperationResult, type Result, runOperation, type UnitOfWork } from '../unit-of-work.ts';

export const memberOperations = {
  /** All of them: a chat has few. The route cuts the page. */
  async listMembers(tx: Transaction, args: Caller & { now: number }): Promise<OperationResult<Member[]>> {
    return runOperation(tx, args.now, (work) => readMembers(work, args));
  },

  async getMember(tx: Transaction, args: Caller & { now: number; memberId: string }): Promise<OperationResult<Member>> {
    return runOperation(tx, args.now, async (work) => {
      const read = await readMembers(work, args);
      if ('rejection' in read) return read;
      const member = read.value.find(({ id }) => id === args.memberId);
      return member
        ? { value: member }
        : { rejection: reject('chat.error.not.found', 'There is no such member in this conversation') };
    });
  },
};

async function readMembers(work: UnitOfWork, caller: Caller): Promise<Result<Member[]>> {
  if ('guest' in caller) {
    const authorized = await authorizeGuest(work, caller.guest, 'read');
    return 'rejection' in authorized ? authorized : { value: await findMembers(work, caller.guest.conversationId) };
  }
  const authorized = await authorizeAgent(work, caller.agent, 'read');
  return 'rejection' in authorized ? authorized : { value: authorized.value.members };
}
