/**
 * What a chat is made of, as the rules and the store know it. The store keeps each as a row: text ids, integer
 * milliseconds, booleans as 0 or 1, JSON as text.
 */

export type Flag = 0 | 1;

export type UserRole = 'agent' | 'administrator';

export interface Conversation {
  id: string;
  organization_id: string;
  deployment_id: string;
  queue_id: string;
  guest_id: string;
  /** Who the visitor is, by the word of the site's own server; chats of the same one belong together. */
  subject: string | null;
  priority: number;
  /** JSON array of names. */
  skills: string;
  language: string | null;
  /** The same for all chats that ask for the same skills and language; empty for none. */
  wish_key: string;
  /** JSON as given; checked and stored only. */
  journey_context: string | null;
  /** The address the guest wrote from, as far as its browser tells. */
  page: string | null;
  created_at: number;
  attached_at: number | null;
  ended_at: number | null;
  /** The newest message's number and time; both only ever rise. */
  last_seq: number;
  last_message_at: number;
  /** 1 while an agent is wanted: attached, not over, nobody alerting, and nobody connected but who hands over. */
  is_waiting: Flag;
  /** An unattached conversation goes at this time. */
  reap_at: number | null;
  /** While an agent is connected: when the guest's silence ends the chat. */
  silence_at: number | null;
  /** When the guest is told of that; null once it was. Nobody's silence ends a chat before it was told. */
  notice_at: number | null;
  /** The member id of the agent who stays until another has taken over. */
  transfer_from: string | null;
  /** Once it is over: up to which message the search finds it; null where that is all of it. */
  indexed_seq: number | null;
}

export type MemberRole = 'AGENT' | 'CUSTOMER' | 'WORKFLOW' | 'ACD';
export type MemberState = 'CONNECTED' | 'DISCONNECTED' | 'ALERTING';
export type DisconnectType = 'client' | 'endpoint' | 'inactivity' | 'peer' | 'system' | 'transfer';

/** One presence in a conversation: its id is the guest API's member id and the agent API's communication id. */
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
  /** JSON array: the names of what the site's own server has signed. */
  signed_fields: string;
  created_at: number;
  /** Rises from 0 in a conversation. */
  place: number;
  joined_at: number | null;
  left_at: number | null;
  disconnect_type: DisconnectType | null;
  /** An offer to an agent ends at this time. */
  alerting_until: number | null;
  /** A guest with no socket counts as away from this time on; null while a socket is open. */
  line_until: number | null;
  /** An away guest's chat ends at this time. */
  away_until: number | null;
  held: Flag;
  /** JSON object, string to string, of the agents' own choosing. */
  attributes: string;
  /** JSON, as the agent gave it. */
  wrapup: string | null;
  /** The agent put the chat away without a wrap-up. */
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
  /** While PENDING: when it times out. */
  expires_at: number | null;
}
