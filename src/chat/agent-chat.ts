import type { Presence } from './member.ts';

/** Who is signed in at the console. */
export type AgentUser = {
  id: string;
  name: string;
  email: string | undefined;
  isOnQueue: boolean | undefined;
  /** May set the service up, too. */
  isAdministrator: boolean;
};

/** The visitor of a chat, with what the page and the form told about them. */
export type Visitor = {
  memberId: string | undefined;
  name: string;
  /** Where it says more than the name. */
  fullName: string | undefined;
  presence: Presence;
  email: string | undefined;
  phone: string | undefined;
  /** The address the visitor wrote from. */
  page: string | undefined;
  /** Names of what the site's own server vouches for. Everything else anybody could have typed. */
  signedFields: readonly string[];
  /** Custom fields (`context.*` on the wire) in the order they were given, without the prefix. */
  fields: readonly { name: string; value: string }[];
};

/** `offered`: rings at this agent, who may accept · `active`: this agent takes part · `over`: not any more. */
export type AgentChatState = 'offered' | 'active' | 'over';

/** One chat as seen by one agent. */
export type AgentChat = {
  id: string;
  state: AgentChatState;
  /** The agent's own leg: answered and left by the first id, talked on by the second. */
  participantId: string;
  memberId: string;
  visitor: Visitor;
  queueName: string | undefined;
  /** Service time, Unix milliseconds. */
  startedAt: number | undefined;
  offeredAt: number | undefined;
  /** How long an offer rings. */
  offerMs: number;
  connectedAt: number | undefined;
  /** The agent has said what it was about, or that nothing is to be said. */
  isSettled: boolean;
};
