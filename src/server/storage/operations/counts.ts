import type { Transaction } from '../transaction.ts';

export type ChatCounts = { waiting: number; alerting: number; connected: number };

export const countOperations = {
  /** Counts chats by state: waiting, offered to an agent, or with an agent. */
  async countChats(tx: Transaction): Promise<ChatCounts> {
    const waiting = await tx
      .selectFrom('conversation')
      .where('is_waiting', '=', 1)
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow();
    const agents = await tx
      .selectFrom('member')
      .where('user_id', 'is not', null)
      .where('state', 'in', ['ALERTING', 'CONNECTED'])
      .groupBy('state')
      .select((eb) => ['state', eb.fn.countAll<number | string>().as('count')])
      .execute();
    const of = (state: string) => Number(agents.find((row) => row.state === state)?.count ?? 0);
    return { waiting: Number(waiting.count), alerting: of('ALERTING'), connected: of('CONNECTED') };
  },
};
