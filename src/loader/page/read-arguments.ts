import type { GuestFacts, MemberAuthToken, TranscriptFormat } from '../../embed/chat-handle.ts';
import { refusal } from './refusal.ts';

const bad = (message: string) => refusal('bad.argument', message);

export function readText(value: unknown): string {
  if (typeof value !== 'string') throw bad('A text is wanted');
  return value;
}

/** What the service takes as one message. */
export function readMessage(value: unknown): string {
  const text = readText(value);
  if (!text.trim() || text.length > 4000) throw bad('A text of 1 to 4,000 characters is wanted');
  return text;
}

export function readFormat(value: unknown): TranscriptFormat {
  if (value === undefined) return 'text';
  if (value === 'text' || value === 'html' || value === 'json') return value;
  throw bad('The format is text, html or json');
}

export function readBoolean(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'boolean') throw bad('true or false is wanted');
  return value;
}

const guestNames = {
  name: 'displayName',
  firstName: 'firstName',
  lastName: 'lastName',
  email: 'email',
  phone: 'phoneNumber',
  avatar: 'avatarImageUrl',
} as const;

const isGuestName = (name: string): name is keyof typeof guestNames => Object.hasOwn(guestNames, name);

export type Identity = { guest: GuestFacts; memberAuthToken?: MemberAuthToken };

/** What `identify` was told: all of it is understood, or nothing is taken. */
export function readIdentity(value: unknown): Identity {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('An object of details is wanted');
  const identity: Identity = { guest: {} };
  for (const [name, detail] of Object.entries(value)) {
    if (detail === undefined) continue;
    if (name === 'memberAuthToken') identity.memberAuthToken = readToken(detail);
    else if (name === 'fields') identity.guest.customFields = readFields(detail);
    else if (isGuestName(name)) identity.guest[guestNames[name]] = readText(detail);
    else throw bad(`identify knows no ${name}`);
  }
  return identity;
}

function readToken(value: unknown): MemberAuthToken {
  if (typeof value !== 'function') throw bad('memberAuthToken has to be a function that gives a token');
  return async () => readText(await value());
}

function readFields(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) throw bad('fields has to be an object of texts');
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, readText(text)]));
}
