/**
 * The parts of a chat as rules and store share them. Each is a row of the store: text ids, integer milliseconds,
 * booleans as 0 or 1, JSON as text.
 */

export type Flag = 0 | 1;

export type UserRole = 'agent' | 'administrator';

export interface Conversation {
  id: string;
  organization_id: string;
  deployment_id: string;
  queue_id: string;
  guest_id: string;
  /** The visitor's identity as signed by the site's server; chats of one subject belong together. */
  subject: string | null;
  priority: number;
  /** JSON array of names. */
  skills: string;
  language: string | null;
  /** Equal for all chats that require the same skills and language; empty where a chat requires none. */
  wish_key: string;
  /** JSON as the client sent it, after validation; only stored. */
  journey_context: string | null;
  /** The address of the guest's page, as far as its browser sends it. */
  page: string | null;
  created_at: number;
  attached_at: number | null;
  ended_at: number | null;
  /** The newest message's number and time; both only ever rise. */
  last_seq: number;
  last_message_at: number;
  /** 1 while an agent is needed: attached, not over, no open offer, and no agent connected except one who transfers. */
  is_waiting: Flag;
  /** When a conversation that was never attached is deleted. */
  reap_at: number | null;
  /** While an agent is connected: when the guest's inactivity ends the chat. */
  silence_at: number | null;
  /** When the guest is warned of that; null once it was. Inactivity ends no chat before the warning. */
  notice_at: number | null;
  /** During an attended transfer: the member id of the agent who stays until another has answered. */
  transfer_from: string | null;
  /** Once the chat is over: the number of the last message that is indexed; null where all are. */
  indexed_seq: number | null;
}

export type MemberRole = 'AGENT' | 'CUSTOMER' | 'WORKFLOW' | 'ACD';
export type MemberState = 'CONNECTED' | 'DISCONNECTED' | 'ALERTING';
export type DisconnectType = 'client' | 'endpoint' | 'inactivity' | 'peer' | 'system' | 'transfer';

/** A participation in a conversation: its id is the guest API's member id and the agent API's communication id. */
export interface Member {
  id: string;
  conversation_id: string;
  participant_id: string;
  user_id: string | null;
  role: MemberRole;
  state: MemberState;
  display_name: string | null;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  phone_number: string | null;
  avatar_image_url: string | null;
  authenticated_guest: Flag;
  /** JSON object, string to string. */
  custom_fields: string;
  /** JSON array: the names of the fields that the site's server has signed. */
  signed_fields: string;
  created_at: number;
  /** The order of members in a conversation, from 0. */
  place: number;
  joined_at: number | null;
  left_at: number | null;
  disconnect_type: DisconnectType | null;
  /** When an offer to an agent ends. */
  alerting_until: number | null;
  /** From when a guest without a socket counts as away; null while a socket is open. */
  line_until: number | null;
  /** When an away guest's chat ends. */
  away_until: number | null;
  held: Flag;
  /** JSON object, string to string, written by agents. */
  attributes: string;
  /** JSON, as the agent sent it. */
  wrapup: string | null;
  /** 1 where the agent closed the chat without a wrap-up. */
  wrapup_skipped: Flag;
}

export type BodyType = 'standard' | 'notice' | 'member-join' | 'member-leave' | 'media-request';

export interface Message {
  conversation_id: string;
  /** Dense from 1 in a conversation. */
  seq: number;
  id: string;
  sender_id: string;
  body: string;
  body_type: BodyType;
  /** Strictly rising in a conversation. */
  sent_at: number;
  idempotency_key: string | null;
}

export type MediaRequestState = 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'TIMEDOUT' | 'CANCELLED' | 'ERRORED';

export interface MediaRequest {
  id: string;
  conversation_id: string;
  /** JSON array of COBROWSE and SCREENSHARE. */
  types: string;
  state: MediaRequestState;
  communication_id: string | null;
  security_key: string | null;
  /** The agent's member id. */
  requested_by: string;
  created_at: number;
  /** When it times out; null unless it is PENDING. */
  expires_at: number | null;
}
