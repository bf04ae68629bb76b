import { asRecord, text } from '../decode-wire.ts';
import { decodeNamed } from './decode-organization.ts';
import type { AuditEntry, Client, Credentials, Deployment, Person, Queue, Reference, WrapupCode } from './ports.ts';

/** What an administrator keeps, as it comes: each is undefined for what is not such a thing. */
export function decodeDeployment(wire: unknown): Deployment | undefined {
  const { allowedDomains, disabled, retentionDays, queueId, acceptPriority, version, description, ...more } =
    asRecord(wire);
  const { authenticationRequired, authenticationUrl, webChatConfig, flow } = more;
  const named = decodeNamed(wire);
  return (
    named && {
      ...named,
      description: text(description) ?? '',
      allowedDomains: texts(allowedDomains),
      isDisabled: disabled === true,
      isAuthenticationRequired: authenticationRequired === true,
      authenticationUrl: text(authenticationUrl) ?? '',
      skin: text(asRecord(webChatConfig).webChatSkin) ?? '',
      flow: decodeNamed(flow),
      retentionDays: number(retentionDays),
      isPriorityAccepted: acceptPriority === true,
      queueId: text(queueId) || undefined,
      version: number(version),
    }
  );
}

export function decodePerson(wire: unknown): Person | undefined {
  const { email, role, isInvited, capacity, skills, languages, version } = asRecord(wire);
  const named = decodeNamed(wire);
  return (
    named && {
      ...named,
      email: text(email) ?? '',
      isAdministrator: role === 'administrator',
      isInvited: isInvited === true,
      capacity: number(capacity) ?? 0,
      skills: texts(skills),
      languages: texts(languages),
      version: number(version),
    }
  );
}

export function decodeQueue(wire: unknown): Queue | undefined {
  const { memberIds, version } = asRecord(wire);
  const named = decodeNamed(wire);
  return named && { ...named, memberIds: texts(memberIds), version: number(version) };
}

export function decodeCode(wire: unknown): WrapupCode | undefined {
  const named = decodeNamed(wire);
  return named && { ...named, version: number(asRecord(wire).version) };
}

export function decodeClient(wire: unknown): Client | undefined {
  const { userId, permissions, version } = asRecord(wire);
  const named = decodeNamed(wire);
  return named && { ...named, userId: text(userId) ?? '', permissions: texts(permissions), version: number(version) };
}

export function decodeCredentials(wire: unknown): Credentials | undefined {
  const [id, secret] = [text(asRecord(wire).id), text(asRecord(wire).secret)];
  return id && secret ? { id, secret } : undefined;
}

export function decodeAuditEntry(wire: unknown): AuditEntry | undefined {
  const { id, timestamp, actor, action, subject } = asRecord(wire);
  const { kind, name, id: subjectId } = asRecord(subject);
  const what = [text(kind), text(name)].filter(Boolean).join(' ');
  const who = text(asRecord(actor).name) ?? '';
  const details = {
    at: text(timestamp) ?? '',
    who,
    action: text(action) ?? '',
    what,
    subjectId: text(subjectId) ?? '',
  };
  return typeof id === 'string' ? { id, ...details } : undefined;
}

export function decodeReference(wire: unknown): Reference | undefined {
  const { kind, count, name } = asRecord(wire);
  const known = usedBy.find((one) => one === kind);
  return known && { kind: known, count: number(count) ?? 0, name: text(name) ?? '' };
}

export const texts = (wire: unknown): string[] =>
  Array.isArray(wire) ? wire.filter((one: unknown) => typeof one === 'string') : [];

const usedBy = ['chat', 'ended chat', 'wrap-up', 'queue', 'deployment', 'client'] as const;
const number = (wire: unknown) => (typeof wire === 'number' ? wire : undefined);
