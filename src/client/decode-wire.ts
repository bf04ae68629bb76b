import type {
  Capabilities,
  Conversation,
  MediaRequest,
  MediaType,
  Member,
  MemberRole,
  Message,
  MessageKind,
  Presence,
} from '../chat/model.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Anything as an object to read from; what is none has no fields. */
export const asRecord = (wire: unknown): JsonRecord =>
  typeof wire === 'object' && wire !== null ? (wire as JsonRecord) : {};
const isText = (wire: unknown): wire is string => typeof wire === 'string';
export const text = (wire: unknown): string | undefined => (isText(wire) ? wire : undefined);
export const idOf = (wire: unknown): string => text(asRecord(wire).id) ?? '';
export const moment = (wire: unknown): number => Date.parse(text(wire) ?? '');
export const oneOf = <T extends string>(known: readonly T[], wire: unknown): T | undefined =>
  known.find((one) => one === wire);

/** The entities of a list that can be understood. */
export function decodeList<T>(wire: unknown, decode: (entity: unknown) => T | undefined): T[] | undefined {
  const { entities } = asRecord(wire);
  return Array.isArray(entities) ? entities.flatMap((entity) => decode(entity) ?? []) : undefined;
}

const kinds: readonly MessageKind[] = ['standard', 'notice', 'member-join', 'member-leave', 'media-request'];

/** A message without a known kind still counts: left out, a list would look shorter than it is. */
export function decodeMessage(wire: unknown): Message | undefined {
  const { id, sender, body, bodyType, timestamp, seq, idempotencyKey } = asRecord(wire);
  const at = moment(timestamp);
  if (!text(id) || Number.isNaN(at)) return undefined;
  return {
    id: idOf(wire),
    senderId: idOf(sender),
    kind: oneOf(kinds, bodyType ?? 'standard') ?? 'notice',
    body: text(body) ?? '',
    at,
    seq: typeof seq === 'number' ? seq : undefined,
    key: text(idempotencyKey),
  };
}

const roles: readonly MemberRole[] = ['agent', 'customer', 'workflow', 'acd'];

export function decodeMember(wire: unknown): Member | undefined {
  const { role, displayName, avatarImageUrl, state, leaveDate } = asRecord(wire);
  const id = idOf(wire);
  const known = oneOf(roles, text(role)?.toLowerCase());
  if (!id || !known) return undefined;
  return {
    id,
    role: known,
    displayName: text(displayName) ?? '',
    avatarUrl: text(avatarImageUrl),
    presence: presenceOf(state, leaveDate),
  };
}

/** A lost line leaves a member DISCONNECTED without a `leaveDate`: that one may come back. */
function presenceOf(state: unknown, leaveDate: unknown): Presence {
  if (leaveDate) return 'left';
  if (state === 'DISCONNECTED') return 'away';
  return state === 'ALERTING' ? 'alerting' : 'connected';
}

const mediaStates: readonly MediaRequest['state'][] = [
  'PENDING',
  'ACCEPTED',
  'DECLINED',
  'TIMEDOUT',
  'CANCELLED',
  'ERRORED',
];

export function decodeMediaRequest(wire: unknown): MediaRequest | undefined {
  const { types, state } = asRecord(wire);
  const id = idOf(wire);
  const known = oneOf(mediaStates, state);
  if (!id || !known || !Array.isArray(types)) return undefined;
  return {
    id,
    types: types.filter((type): type is MediaType => type === 'COBROWSE' || type === 'SCREENSHARE'),
    state: known,
  };
}

/** The answer to a create, and the header in which our service tells what it can. */
export function decodeConversation(wire: unknown, capabilities: string | null): Conversation | undefined {
  const { jwt, eventStreamUri, member } = asRecord(wire);
  const id = idOf(wire);
  const memberId = idOf(member);
  if (!id || !memberId || !isText(jwt) || !isText(eventStreamUri)) return undefined;
  return { id, memberId, jwt, eventStreamUri, capabilities: decodeCapabilities(capabilities) };
}

function decodeCapabilities(header: string | null): Capabilities {
  const names = header?.split(/[\s,]+/) ?? [];
  return {
    idempotencyKey: names.includes('idempotency-key'),
    seq: names.includes('seq'),
    poll: names.includes('poll'),
  };
}
