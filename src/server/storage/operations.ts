import { conversationOperations } from './operations/conversations.ts';

/**
 * Every storage operation by name: a function of `(tx, args)` that is one transaction, with portable SQL and no
 * timer or I/O inside. Spread a module of them here.
 */
export const operations = {
  ...conversationOperations,
};
