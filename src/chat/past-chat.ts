import type { Member } from './member.ts';
import type { Note } from './note.ts';

/** A chat that is over, as a search finds it. */
export type PastChat = {
  id: string;
  visitorName: string;
  queueName: string;
  agentNames: readonly string[];
  /** Service time, Unix milliseconds. */
  startedAt: number;
};

/** Everything of one beside what was said. */
export type PastDetails = {
  chat: PastChat;
  /** Visitor and agents, by the ids their messages name as sender. */
  members: readonly Member[];
  notes: readonly Note[];
  /** What agents said it was about. */
  wrapups: readonly { agentName: string; name: string; notes: string }[];
};

/** Every word given has to be in a chat; of names and addresses beginnings are enough. Days as `2026-11-23`. */
export type PastSearch = { text?: string; name?: string; email?: string; from?: string; to?: string };

export type PastPage = { chats: PastChat[]; hasMore: boolean };
