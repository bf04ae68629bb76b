import type {
  ChatConversation,
  ChatMediaParticipant,
  Conversation,
  ConversationParticipant,
  ParticipantPurpose,
  ParticipantState,
} from '../../protocol/schema/agent.ts';
import type { EarlierChat } from '../../protocol/schema/earlier-chat.ts';
import { iso, isoOrUndefined } from '../core/clock.ts';
import type { Chat } from '../domain/chat-event.ts';
import type { Member, MemberRole, MemberState } from '../domain/records.ts';

/** A chat in the form of `/conversations/chats` and of the user's topic. */
export function presentChat({ conversation, members }: Chat): ChatConversation {
  return {
    id: conversation.id,
    participants: members.map((member) => presentMediaParticipant({ conversation, members }, member)),
    inactivityTimeout: isoOrUndefined(conversation.silence_at),
    selfUri: `/api/v2/conversations/chats/${conversation.id}`,
  };
}

/** The same conversation with its communications: `chats[0].id` is the id that an agent sends messages with. */
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

/** A guest's details and the attributes that agents wrote: the agents' win over the site's, and the site's over ours. */
function attributesOf(chat: Chat, member: Member): Record<string, string> | undefined {
  const own = parseRecord(member.attributes);
  if (member.role !== 'CUSTOMER') return Object.keys(own).length > 0 ? own : undefined;
  return { ...guestAttributes(chat, member), ...own };
}

/** The names of signed fields, without those that an agent has overwritten. */
function signedOf({ role, signed_fields, attributes }: Member): string[] | undefined {
  if (role !== 'CUSTOMER') return undefined;
  const written = parseRecord(attributes);
  const names: string[] = JSON.parse(signed_fields);
  return names
    .map((name) => (signedOwnNames.includes(name) ? name : fieldName(name)))
    .filter((name) => written[`context.${name}`] === undefined);
}

/** Signed data under these names fills the member's own fields; every other name in it is a custom field. */
const signedOwnNames = ['firstName', 'lastName', 'email', 'phoneNumber'];

/** In lower case; also `name` and the like, which could be mistaken for the member's own. */
const reservedNames = new Set([
  ...signedOwnNames.map((name) => name.toLowerCase()),
  ...['page', 'name', 'displayname', 'phone', 'fullname'],
]);

/**
 * A custom field with the name of one of the service's own fields gets the prefix `custom.`, so that it never hides
 * that; so does one that begins with the prefix, since two fields must not become one.
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

/** Unreadable JSON counts as empty: one damaged row must not hide the rest of a chat from its agents. */
function parseRecord(json: string): Record<string, string> {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

export function presentEarlierChat({ conversation, members }: Chat, base: string): EarlierChat {
  return {
    id: conversation.id,
    startTime: iso(conversation.created_at),
    endTime: isoOrUndefined(conversation.ended_at),
    // A visitor does not see agents who were only offered the chat.
    participants: members
      .filter(({ joined_at }) => joined_at !== null)
      .map(({ id, role, display_name }) => ({ id, purpose: purposes[role], name: display_name ?? '' })),
    selfUri: `${base}/${conversation.id}`,
  };
}
