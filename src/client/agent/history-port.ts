import type { EarlierPage, Note, Visitor } from '../../chat/agent-model.ts';

/** The criteria of a search; missing or empty ones are ignored. */
export type HistoryQuery = {
  text?: string | undefined;
  name?: string | undefined;
  email?: string | undefined;
  queueId?: string | undefined;
  userId?: string | undefined;
  deploymentId?: string | undefined;
  /** When it ended, Unix milliseconds: not before `from`, before `to`. */
  from?: number | undefined;
  to?: number | undefined;
};

/** An agent's wrap-up of a chat. */
export type Wrapup = { by: string; code: string; notes: string };

/** A chat that is over. */
export type PastChat = {
  id: string;
  /** Service time, Unix milliseconds. */
  startedAt: number;
  endedAt: number;
  visitor: Visitor;
  queueName: string;
  deploymentId: string;
  /** Names of those who took part. */
  agents: readonly string[];
  wrapups: readonly Wrapup[];
};

/** A past chat with its members and notes. */
export type PastChatText = PastChat & {
  /** By the id that their messages carry as sender. */
  people: ReadonlyMap<string, { name: string; isVisitor: boolean }>;
  notes: readonly Note[];
};

/** `unindexedChats`: how many are not found by all of their words yet. */
export type HistoryPage = { chats: PastChat[]; hasMore: boolean; unindexedChats: number };

export type Named = { id: string; name: string };
/** The choices for a search. A list that the user may not read is empty. */
export type HistoryChoices = { queues: readonly Named[]; people: readonly Named[]; deployments: readonly Named[] };

/** The past chats that the signed-in user may read. */
export interface HistoryClient {
  /** Newest first; `after` is the last chat of the page before. */
  searchHistory(query: HistoryQuery, after: string | undefined): Promise<HistoryPage>;
  /** `undefined` where the user may not read it. */
  getPastChat(chatId: string): Promise<PastChatText | undefined>;
  readPastChat(chatId: string, after: string | undefined): Promise<EarlierPage>;
  listHistoryChoices(): Promise<HistoryChoices>;
}
