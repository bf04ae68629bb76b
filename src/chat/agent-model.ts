import type { Message, Presence } from './model.ts';

/** Who is signed in at the console. */
export type AgentUser = {
  id: string;
  name: string;
  email: string | undefined;
  isOnQueue: boolean | undefined;
  /** May set the service up, too. */
  isAdministrator: boolean;
};

/** The visitor of a chat, with details from the page and the form. */
export type Visitor = {
  memberId: string | undefined;
  name: string;
  /** Only where it differs from the name. */
  fullName: string | undefined;
  presence: Presence;
  email: string | undefined;
  phone: string | undefined;
  /** The address the visitor wrote from. */
  page: string | undefined;
  /** Names of the details signed by the site's own server. All others are unverified. */
  signedFields: readonly string[];
  /** Custom fields (`context.*` on the wire) in the order they were given, without the prefix. */
  fields: readonly { name: string; value: string }[];
};

/** `offered`: this agent may accept · `active`: this agent takes part · `over`: no longer. */
export type AgentChatState = 'offered' | 'active' | 'over';

/** One chat as seen by one agent. */
export type AgentChat = {
  id: string;
  state: AgentChatState;
  /** The agent's participant, to answer and leave with, and the member it writes as. */
  participantId: string;
  memberId: string;
  visitor: Visitor;
  queueName: string | undefined;
  /** Service time, Unix milliseconds. */
  startedAt: number | undefined;
  offeredAt: number | undefined;
  /** How long an offer stands. */
  offerMs: number;
  connectedAt: number | undefined;
  /** The agent has done the wrap-up, or none is required. */
  isSettled: boolean;
};

/** A chat the same signed-in visitor had before. */
export type EarlierChat = {
  id: string;
  /** Service time, Unix milliseconds. */
  startedAt: number;
  /** The members, by the id that their messages carry as sender. */
  people: ReadonlyMap<string, { name: string; isVisitor: boolean }>;
};

export type EarlierPage = { messages: Message[]; hasMore: boolean };

/** An agent's note to colleagues about a chat. Visitors never receive it. */
export type Note = { id: string; isOwn: boolean; authorId: string; authorName: string; body: string; at: number };

/** To whom a chat can be transferred: a queue, or one person. */
export type TransferTarget =
  | { type: 'queue'; id: string; name: string }
  | { type: 'person'; id: string; name: string; isOnQueue: boolean };
