import type { AgentChat, AgentChatState, AgentUser, Visitor } from '../../chat/agent-model.ts';
import type { Member, MemberRole, Presence } from '../../chat/model.ts';
import { text as anyText, asRecord, decodeList, idOf, type JsonRecord } from '../decode-wire.ts';

/** The signed-in agent, from `GET /users/me`. */
export function decodeAgentUser(wire: unknown): AgentUser | undefined {
  const user = asRecord(wire);
  const id = text(user.id);
  if (!id) return undefined;
  const status = text(asRecord(user.routingStatus).status);
  return {
    id,
    name: text(user.name) ?? text(user.email) ?? id,
    email: text(user.email),
    isOnQueue: status === undefined ? undefined : status !== 'OFF_QUEUE',
    isAdministrator: user.role === 'administrator',
  };
}

/**
 * A general conversation as the chat of one agent; `undefined` when this agent has no leg in it. `chatWire` is the
 * same chat as `/conversations/chats` tells it: it alone has times and names, the other alone communication ids.
 */
export function decodeAgentChat(wire: unknown, chatWire: unknown, userId: string): AgentChat | undefined {
  const conversation = asRecord(wire);
  const id = text(conversation.id);
  const more = new Map(bags(asRecord(chatWire).participants).map((one) => [one.id, one]));
  const participants = bags(conversation.participants).map((one): JsonRecord => ({ ...more.get(one.id), ...one }));
  // A chat can come back to the same agent after a decline: the latest leg is the one that counts.
  const own = participants.findLast((one) => one.purpose === 'agent' && userOf(one) === userId);
  const participantId = text(own?.id);
  const memberId = own && memberIdOf(own);
  if (!id || !own || !participantId || !memberId) return undefined;
  const leg = bags(own.chats)[0] ?? {};
  return {
    id,
    state: chatState(stateOf(own)),
    participantId,
    memberId,
    visitor: decodeVisitor(participants.find((one) => one.purpose === 'customer') ?? {}),
    queueName: text(asRecord(own.queue).name) ?? text(participants.find((one) => one.purpose === 'acd')?.name),
    startedAt: moment(conversation.startTime) ?? moment(participants[0]?.startTime),
    offeredAt: moment(leg.startAlertingTime) ?? moment(own.startAlertingTime) ?? moment(own.startTime),
    offerMs: typeof own.alertingTimeoutMs === 'number' ? own.alertingTimeoutMs : 30_000,
    connectedAt: moment(leg.connectedTime) ?? moment(own.connectedTime),
    isSettled: own.wrapup !== undefined || own.wrapupSkipped === true,
  };
}

/** Everybody who takes or took part, by member id, as the guest's own members list would tell it. */
export function decodeParticipants(wire: unknown): Member[] {
  return bags(asRecord(wire).participants).flatMap((one): Member[] => {
    const id = memberIdOf(one);
    const role = roles[text(one.purpose) ?? ''];
    if (!id || !role) return [];
    return [
      { id, role, displayName: text(one.name) ?? '', avatarUrl: text(one.avatarImageUrl), presence: presence(one) },
    ];
  });
}

export const decodeChatList = (wire: unknown): unknown[] =>
  decodeList(wire, (chat) => (idOf(chat) ? chat : undefined)) ?? [];

const text = (wire: unknown) => anyText(wire) || undefined;
const bags = (wire: unknown): JsonRecord[] => (Array.isArray(wire) ? wire.map(asRecord) : []);
const moment = (wire: unknown): number | undefined => {
  const at = Date.parse(text(wire) ?? '');
  return Number.isNaN(at) ? undefined : at;
};

const roles: Readonly<Record<string, MemberRole>> = {
  agent: 'agent',
  user: 'agent',
  customer: 'customer',
  acd: 'acd',
  workflow: 'workflow',
};

const userOf = (participant: JsonRecord) => text(participant.userId) ?? text(asRecord(participant.user).id);
const memberIdOf = (participant: JsonRecord) => text(bags(participant.chats)[0]?.id);
const stateOf = (participant: JsonRecord) => text(participant.state) ?? text(bags(participant.chats)[0]?.state) ?? '';

function chatState(state: string): AgentChatState {
  if (state === 'alerting' || state === 'offering') return 'offered';
  return state === 'connected' ? 'active' : 'over';
}

function presence(participant: JsonRecord): Presence {
  const state = stateOf(participant).toLowerCase();
  if (state === 'connected') return 'connected';
  if (state === 'alerting') return 'alerting';
  // A lost line leaves the leg disconnected without an end: that one may come back.
  return moment(participant.endTime) === undefined ? 'away' : 'left';
}

export function decodeVisitor(customer: JsonRecord): Visitor {
  const attributes = Object.entries(asRecord(customer.attributes)).flatMap(([name, value]) => {
    const words = text(value);
    return words && name.startsWith('context.') ? [{ name: name.slice('context.'.length), value: words }] : [];
  });
  const known = (name: string) => attributes.find((one) => one.name === name)?.value;
  const name = text(customer.name) ?? '';
  const fullName = [known('firstName'), known('lastName')].filter(Boolean).join(' ');
  return {
    memberId: memberIdOf(customer),
    name,
    fullName: fullName === name ? undefined : text(fullName),
    presence: presence(customer),
    email: known('email'),
    phone: known('phoneNumber'),
    page: known('page'),
    signedFields: Array.isArray(customer.signedFields) ? customer.signedFields.flatMap((one) => text(one) ?? []) : [],
    fields: attributes.filter((one) => !ownNames.includes(one.name)),
  };
}

/** What the service tells of a guest beside the fields of the site's own choosing. */
const ownNames = ['firstName', 'lastName', 'email', 'phoneNumber', 'page'];
