import type { Conversation } from '../schema.ts';
import type { Transaction } from '../storage.ts';

export const conversationOperations = {
  async findConversation(tx: Transaction, { id }: { id: string }): Promise<Conversation | undefined> {
    return tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst();
  },
};
