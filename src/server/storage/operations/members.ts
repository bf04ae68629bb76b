import type { Member } from '../../domain/records.ts';
import { reject } from '../../domain/rejection.ts';
import { type AgentCaller, admitAgent } from '../repositories/agents.ts';
import { admitGuest, type GuestCaller } from '../repositories/guests.ts';
import type { Transaction } from '../transaction.ts';
import { type Decided, membersOf, type Outcome, perform, type Work } from '../unit-of-work.ts';

type Caller = { guest: GuestCaller } | { agent: AgentCaller };

export const memberOperations = {
  /** All of them: a chat has few. The route cuts the page. */
  async listMembers(tx: Transaction, args: Caller & { now: number }): Promise<Outcome<Member[]>> {
    return perform(tx, args.now, (work) => readMembers(work, args));
  },

  async getMember(tx: Transaction, args: Caller & { now: number; memberId: string }): Promise<Outcome<Member>> {
    return perform(tx, args.now, async (work) => {
      const read = await readMembers(work, args);
      if ('rejection' in read) return read;
      const member = read.value.find(({ id }) => id === args.memberId);
      return member
        ? { value: member }
        : { rejection: reject('chat.error.not.found', 'There is no such member in this conversation') };
    });
  },
};

async function readMembers(work: Work, caller: Caller): Promise<Decided<Member[]>> {
  if ('guest' in caller) {
    const admitted = await admitGuest(work, caller.guest, 'read');
    return 'rejection' in admitted ? admitted : { value: await membersOf(work, caller.guest.conversationId) };
  }
  const admitted = await admitAgent(work, caller.agent, 'read');
  return 'rejection' in admitted ? admitted : { value: admitted.value.members };
}
