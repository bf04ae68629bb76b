import type {
  ChatConversation,
  ChatMediaParticipant,
  Conversation,
  ConversationParticipant,
  ParticipantPurpose,
  ParticipantState,
} from '../../protocol/schema/agent.ts';
import type { Chat } from '../domain/chat-event.ts';
import type { Member, MemberRole, MemberState } from '../domain/records.ts';
import { iso, isoOrUndefined } from './time.ts';

/** A chat as `/conversations/chats` and the user's topic tell it. */
export function presentChat({ conversation, members }: Chat): ChatConversation {
  return {
    id: conversation.id,
    participants: members.map((member) => presentMediaParticipant({ conversation, members }, member)),
    inactivityTimeout: isoOrUndefined(conversation.silence_at),
    selfUri: `/api/v2/conversations/chats/${conversation.id}`,
  };
}

/** The same conversation with its communications: `chats[0].id` is what an agent talks by. */
export function presentConversation({ conversation, members }: Chat): Conversation {
  return {
    id: conversation.id,
    startTime: iso(conversation.created_at),
    endTime: isoOrUndefined(conversation.ended_at),
    participants: members.map((member) => presentParticipant({ conversation, members }, member)),
    selfUri: `/api/v2/conversations/${conversation.id}`,
  };
}

export const purposes = {
  AGENT: 'agent',
  CUSTOMER: 'customer',
  WORKFLOW: 'workflow',
  ACD: 'acd',
} as const satisfies Record<MemberRole, ParticipantPurpose>;
const states = {
  ALERTING: 'alerting',
  CONNECTED: 'connected',
  DISCONNECTED: 'disconnected',
} as const satisfies Record<MemberState, ParticipantState>;

function presentParticipant(chat: Chat, member: Member): ConversationParticipant {
  const state = states[member.state];
  return {
    id: member.participant_id,
    name: member.display_name ?? undefined,
    purpose: purposes[member.role],
    state,
    userId: member.user_id ?? undefined,
    queueId: member.role === 'CUSTOMER' ? undefined : chat.conversation.queue_id,
    startTime: iso(member.created_at),
    endTime: isoOrUndefined(member.left_at),
    attributes: attributesOf(chat, member),
    signedFields: signedOf(member),
    chats: [{ id: member.id, state }],
  };
}

function presentMediaParticipant(chat: Chat, member: Member): ChatMediaParticipant {
  const queueName = chat.members.findLast(({ role }) => role === 'ACD')?.display_name;
  return {
    id: member.participant_id,
    name: member.display_name ?? undefined,
    purpose: purposes[member.role],
    state: states[member.state],
    direction: 'inbound',
    startTime: iso(member.created_at),
    startAlertingTime: member.role === 'AGENT' ? iso(member.created_at) : undefined,
    connectedTime: isoOrUndefined(member.joined_at),
    endTime: isoOrUndefined(member.left_at),
    disconnectType: member.disconnect_type ?? undefined,
    alertingTimeoutMs: member.alerting_until === null ? undefined : member.alerting_until - member.created_at,
    user: member.user_id ? { id: member.user_id } : undefined,
    queue:
      member.role === 'CUSTOMER'
        ? undefined
        : { id: chat.conversation.queue_id, ...(queueName ? { name: queueName } : {}) },
    attributes: attributesOf(chat, member),
    signedFields: signedOf(member),
    provider: 'Porchlight',
    avatarImageUrl: member.avatar_image_url ?? undefined,
    held: member.held === 1,
    wrapupRequired: false,
    wrapup: member.wrapup === null ? undefined : JSON.parse(member.wrapup),
    wrapupSkipped: member.wrapup_skipped === 1 ? true : undefined,
  };
}

/** What is known of the guest, and what agents noted about anybody: theirs wins over the site's, the site's over ours. */
function attributesOf(chat: Chat, member: Member): Record<string, string> | undefined {
  const own = parseRecord(member.attributes);
  if (member.role !== 'CUSTOMER') return Object.keys(own).length > 0 ? own : undefined;
  return { ...guestAttributes(chat, member), ...own };
}

/** Without what an agent has written over it since. */
function signedOf({ role, signed_fields, attributes }: Member): string[] | undefined {
  if (role !== 'CUSTOMER') return undefined;
  const written = parseRecord(attributes);
  const names: string[] = JSON.parse(signed_fields);
  return names
    .map((name) => (signedOwnNames.includes(name) ? name : fieldName(name)))
    .filter((name) => written[`context.${name}`] === undefined);
}

/** What signed data says of these becomes the member's own; every other name in it is a custom field. */
const signedOwnNames = ['firstName', 'lastName', 'email', 'phoneNumber'];

/** In small letters; `name` and the like because they read as if they were the member's own. */
const reservedNames = new Set([
  ...signedOwnNames.map((name) => name.toLowerCase()),
  ...['page', 'name', 'displayname', 'phone', 'fullname'],
]);

/**
 * A custom field under the name of something the service itself tells of a visitor gets the prefix `custom.`, so that
 * it never covers that; so do those that begin so, since two fields must not become one.
 */
function fieldName(name: string): string {
  const isReserved = reservedNames.has(name.trim().toLowerCase()) || name.startsWith('custom.');
  return isReserved ? `custom.${name}` : name;
}

function guestAttributes({ conversation }: Chat, member: Member): Record<string, string> {
  const ours = {
    firstName: member.first_name,
    lastName: member.last_name,
    email: member.email,
    phoneNumber: member.phone_number,
    page: conversation.page,
  };
  const custom = Object.entries(parseRecord(member.custom_fields)).map(
    ([name, value]) => [fieldName(name), value] as const,
  );
  const context = [...Object.entries(ours), ...custom]
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => [`context.${name}`, String(value)]);
  return { 'ivr.DistributionGroup': conversation.queue_id, ...Object.fromEntries(context) };
}

/** What cannot be read is nothing: one such row must not keep a chat's agents from the rest of it. */
function parseRecord(json: string): Record<string, string> {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
