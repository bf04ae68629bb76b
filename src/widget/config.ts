import type { GuestDetails } from '../chat/member.ts';
import { type FormField, readForm } from './form-fields.ts';
import { en, type Words } from './strings/en.ts';
import { readWords } from './strings/read-words.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/** The script tag's wishes, settled: nothing optional is left. */
export type WidgetConfig = {
  apiBase: string;
  organizationId: string;
  deploymentId: string;
  /** Tells several chats of one page apart. */
  id: string;
  /** Nothing is sent or kept before the visitor agrees. */
  asksConsent: boolean;
  routing: { queue: string; skills?: string[]; language?: string; priority?: number };
  guest: Partial<GuestDetails>;
  /** Signed data of who the visitor is. */
  memberAuthToken: string | undefined;
  /** What is asked before a chat starts, unless it is known. */
  form: FormField[];
  endOn: string;
  storage: 'session' | 'local' | 'none';
  locale: string;
  /** Of the words the widget says itself: the page's where the page gives any. */
  wordsLocale: string;
  direction: 'ltr' | 'rtl';
  words: Words;
};

/** Reads the attributes. Those that are no attributes are told of by whoever speaks to the page. */
export function readConfig(settings: Settings, scriptOrigin: string, pageLocale: string): WidgetConfig {
  const { apiBase, organizationId = '', deploymentId = '', id = '', endOn = '', storage, locale = 'auto' } = settings;
  const language = safeLocale(locale === 'auto' ? pageLocale : locale);
  const words = readWords(en, settings);
  const form = readForm(settings.form);
  return {
    apiBase: apiBase || scriptOrigin,
    organizationId,
    deploymentId,
    id,
    asksConsent: settings.consent === 'required',
    routing: readRouting(settings),
    // Where nothing is asked, a start by script finds a name too.
    guest: { ...(!form.length && { displayName: words.visitor }), ...readGuest(settings) },
    memberAuthToken: settings.memberAuthToken,
    form,
    endOn,
    storage: storage === 'local' || storage === 'none' ? storage : 'session',
    locale: language,
    wordsLocale: Object.keys(settings).some((name) => name.startsWith('text')) ? language : 'en',
    direction: /^(ar|dv|fa|he|ps|ur|yi)\b/.test(language) ? 'rtl' : 'ltr',
    words,
  };
}

function readRouting({ queue = '', skills, language, priority }: Settings): WidgetConfig['routing'] {
  return {
    queue,
    ...(skills && { skills: skills.split(/\s*,\s*/) }),
    ...(language && { language }),
    ...(priority && { priority: Number.parseInt(priority, 10) }),
  };
}

const guestAttributes = {
  displayName: 'name',
  firstName: 'firstName',
  lastName: 'lastName',
  email: 'email',
  phoneNumber: 'phone',
  avatarImageUrl: 'avatar',
} as const;

function readGuest(settings: Settings): Partial<GuestDetails> {
  const guest: Partial<GuestDetails> = {};
  for (const [field, attribute] of entriesOf(guestAttributes)) {
    const value = settings[attribute];
    if (value) guest[field] = value;
  }
  for (const name of Object.keys(settings)) {
    const [, first, rest] = /^field([A-Z])(.*)/.exec(name) ?? [];
    if (first) guest.customFields = { ...guest.customFields, [first.toLowerCase() + rest]: settings[name] ?? '' };
  }
  return guest;
}

/** `Object.entries` with the names it really gives, for literals. */
const entriesOf = <T extends object>(literal: T) => Object.entries(literal) as [keyof T & string, T[keyof T]][];

function safeLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    // Not a language tag: whatever was meant, times must still be shown.
    return 'en';
  }
}
