import { hasVisibleText } from '../../lib/visible-text.ts';
import type { GuestFacts, MemberAuthToken, TranscriptFormat } from '../contract/widget-api.ts';
import { refusal } from './rejection.ts';

const bad = (message: string) => refusal('bad.argument', message);

/** What a page has called something: to make a text of it may run code of the page's, which may throw. */
export const named = (value: unknown) => (typeof value === 'string' ? value.slice(0, 99) : `a ${typeof value}`);

type Settle = (answer: unknown) => void;

/** A call as the snippet leaves it; without words where a page has put something else among its calls. */
export function readCall(queued: unknown): { words: unknown[]; resolve: Settle; reject: Settle } {
  const list = (value: unknown): unknown[] => {
    try {
      return Array.from(Object(value));
    } catch {
      // A trap of the page.
      return [];
    }
  };
  const [words, resolve, reject] = list(queued);
  return { words: list(words), resolve: settleBy(resolve), reject: settleBy(reject) };
}

const settleBy = (given: unknown): Settle => (typeof given === 'function' ? (answer) => given(answer) : () => {});

export function readText(value: unknown): string {
  if (typeof value !== 'string') throw bad('A text is wanted');
  return value;
}

/** What the service takes as one message. */
export function readMessage(value: unknown): string {
  const text = readText(value);
  if (!hasVisibleText(text) || text.length > 4000) throw bad('A text of 1 to 4,000 characters is wanted');
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
  const identity: Identity = { guest: {} };
  for (const [name, detail] of entriesOf(value)) {
    if (detail === undefined) continue;
    if (name === 'memberAuthToken') identity.memberAuthToken = readToken(detail);
    else if (name === 'fields') identity.guest.customFields = readFields(detail);
    else if (isGuestName(name)) identity.guest[guestNames[name]] = readText(detail);
    else throw bad(`identify knows no ${named(name)}`);
  }
  return identity;
}

function readToken(value: unknown): MemberAuthToken {
  if (typeof value !== 'function') throw bad('memberAuthToken has to be a function that gives a token');
  return async () => readText(await value());
}

function readFields(value: unknown): Record<string, string> {
  return Object.fromEntries(entriesOf(value).map(([name, text]) => [name, readText(text)]));
}

/** Getters and proxies of a page may throw what they like, whatever they are asked. */
function entriesOf(value: unknown): [string, unknown][] {
  const wanted = 'An object of texts is wanted';
  if (typeof value !== 'object' || value === null) throw bad(wanted);
  try {
    if (!Array.isArray(value)) return Object.entries(value);
  } catch (cause) {
    throw refusal('bad.argument', 'The object cannot be read', cause);
  }
  throw bad(wanted);
}
