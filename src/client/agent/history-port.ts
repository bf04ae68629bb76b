import type { EarlierPage, Note, Visitor } from '../../chat/agent-model.ts';

/** What a search narrows by; what is missing or empty does not narrow. */
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

/** What an agent said a chat was about. */
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

/** The same with what is needed to read it. */
export type PastChatText = PastChat & {
  /** By the id their messages name as sender. */
  people: ReadonlyMap<string, { name: string; isVisitor: boolean }>;
  notes: readonly Note[];
};

/** `unindexedChats`: how many are not found by all of their words yet. */
export type HistoryPage = { chats: PastChat[]; hasMore: boolean; unindexedChats: number };

export type Named = { id: string; name: string };
/** What one may choose from. What somebody may not list is empty. */
export type HistoryChoices = { queues: readonly Named[]; people: readonly Named[]; deployments: readonly Named[] };

/** The chats that are over, as far as the service shows them to whoever is signed in. */
export interface HistoryClient {
  /** The last one first; `after` is the last chat of the page before. */
  searchHistory(query: HistoryQuery, after: string | undefined): Promise<HistoryPage>;
  /** `undefined` where there is none to read. */
  getPastChat(chatId: string): Promise<PastChatText | undefined>;
  readPastChat(chatId: string, after: string | undefined): Promise<EarlierPage>;
  listHistoryChoices(): Promise<HistoryChoices>;
}
