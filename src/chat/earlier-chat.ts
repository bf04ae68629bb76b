import type { Message } from './message.ts';

/** A chat the same signed-in visitor had before. */
export type EarlierChat = {
  id: string;
  /** Service time, Unix milliseconds. */
  startedAt: number;
  /** Who took part, by the id their messages name as sender. */
  people: ReadonlyMap<string, { name: string; isVisitor: boolean }>;
};

export type EarlierPage = { messages: Message[]; hasMore: boolean };
