import { hasVisibleText } from '../../lib/visible-text.ts';
import type { MemberAuthToken, StoreGuest, TranscriptFormat } from '../contract/widget-api.ts';
import { rejection } from './rejections.ts';

const badArgument = (message: string) => rejection('bad.argument', message);

/** A value of the page's for an error message: to make a text of any value could run the page's code, which may throw. */
export const describeValue = (value: unknown) => (typeof value === 'string' ? value.slice(0, 99) : `a ${typeof value}`);

type Settle = (answer: unknown) => void;

/** A call as the snippet leaves it; without arguments where a page has put something else among its calls. */
export function readCall(queued: unknown): { args: unknown[]; resolve: Settle; reject: Settle } {
  const list = (value: unknown): unknown[] => {
    try {
      return Array.from(Object(value));
    } catch {
      // A proxy or getter of the page threw.
      return [];
    }
  };
  const [args, resolve, reject] = list(queued);
  return { args: list(args), resolve: toSettle(resolve), reject: toSettle(reject) };
}

const toSettle = (given: unknown): Settle => (typeof given === 'function' ? (answer) => given(answer) : () => {});

export function readText(value: unknown): string {
  if (typeof value !== 'string') throw badArgument('A text is wanted');
  return value;
}

/** Reads a text that the service accepts as one message. */
export function readMessage(value: unknown): string {
  const text = readText(value);
  if (!hasVisibleText(text) || text.length > 4000) throw badArgument('A text of 1 to 4,000 characters is wanted');
  return text;
}

export function readFormat(value: unknown): TranscriptFormat {
  if (value === undefined) return 'text';
  if (value === 'text' || value === 'html' || value === 'json') return value;
  throw badArgument('The format is text, html or json');
}

export function readBoolean(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== 'boolean') throw badArgument('true or false is wanted');
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

export type Identity = { guest: StoreGuest; memberAuthToken?: MemberAuthToken };

/** Reads what `identify` takes; throws where one detail is not understood. */
export function readIdentity(value: unknown): Identity {
  const identity: Identity = { guest: {} };
  for (const [name, detail] of entriesOf(value)) {
    if (detail === undefined) continue;
    if (name === 'memberAuthToken') identity.memberAuthToken = readToken(detail);
    else if (name === 'fields') identity.guest.customFields = readFields(detail);
    else if (isGuestName(name)) identity.guest[guestNames[name]] = readText(detail);
    else throw badArgument(`identify knows no ${describeValue(name)}`);
  }
  return identity;
}

function readToken(value: unknown): MemberAuthToken {
  if (typeof value !== 'function') throw badArgument('memberAuthToken has to be a function that gives a token');
  return async () => readText(await value());
}

function readFields(value: unknown): Record<string, string> {
  return Object.fromEntries(entriesOf(value).map(([name, text]) => [name, readText(text)]));
}

/** Reads an object of the page's, whose getters and proxies may throw. */
function entriesOf(value: unknown): [string, unknown][] {
  const wanted = 'An object of texts is wanted';
  if (typeof value !== 'object' || value === null) throw badArgument(wanted);
  try {
    if (!Array.isArray(value)) return Object.entries(value);
  } catch (cause) {
    throw rejection('bad.argument', 'The object cannot be read', cause);
  }
  throw badArgument(wanted);
}
