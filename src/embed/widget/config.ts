import type { GuestDetails } from '../../chat/model.ts';
import { hasVisibleText } from '../../lib/visible-text.ts';
import type { LocaleChoice } from './choose-locale.ts';
import { type FormField, readForm } from './form-fields.ts';
import { en } from './messages/en.ts';
import type { LaterWords, Words } from './messages/messages.ts';
import { readWords } from './messages/read-messages.ts';

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
  /** Times are told in it. */
  locale: string;
  /** What the words are in: what the page asks for, where it brings words of a language that is not ours. */
  wordsLocale: string;
  direction: 'ltr' | 'rtl';
  words: Words;
  /** What is there of the language the words are in, where that is not English: later files need more of it. */
  translation: Partial<LaterWords>;
};

/** Reads the attributes. Those that are no attributes are told of by whoever speaks to the page. */
export function readConfig(
  settings: Settings,
  origin: string,
  { language, locale, direction }: LocaleChoice,
  translation: Partial<LaterWords> = {},
): WidgetConfig {
  const { apiBase, organizationId = '', deploymentId = '', id = '', endOn = '', storage } = settings;
  const words = readWords({ ...en, ...translation }, settings);
  const bringsWords = Object.keys(settings).some((name) => name.startsWith('text'));
  const form = readForm(settings.form);
  return {
    apiBase: apiBase || origin,
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
    locale,
    wordsLocale: language === 'en' && bringsWords ? locale : words.language,
    direction,
    words,
    translation,
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
    if (value && hasVisibleText(value)) guest[field] = value;
  }
  for (const name of Object.keys(settings)) {
    const [, first, rest] = /^field([A-Z])(.*)/.exec(name) ?? [];
    if (first) guest.customFields = { ...guest.customFields, [first.toLowerCase() + rest]: settings[name] ?? '' };
  }
  return guest;
}

/** `Object.entries` with the names it really gives, for literals. */
const entriesOf = <T extends object>(literal: T) => Object.entries(literal) as [keyof T & string, T[keyof T]][];
