import type { GuestDetails } from '../../chat/model.ts';
import { hasVisibleText } from '../../lib/visible-text.ts';
import type { LocaleChoice } from './choose-locale.ts';
import { type FormField, readForm } from './form-fields.ts';
import { en } from './messages/en.ts';
import type { AllMessages, Messages } from './messages/messages.ts';
import { readMessages } from './messages/read-messages.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/** The script tag's settings with their defaults: nothing optional is left. */
export type WidgetConfig = {
  apiBase: string;
  organizationId: string;
  deploymentId: string;
  /** Tells several chats of one page apart. */
  id: string;
  /** Nothing is sent or saved before the visitor agrees. */
  asksConsent: boolean;
  routing: { queue: string; skills?: string[]; language?: string; priority?: number };
  guest: Partial<GuestDetails>;
  /** Signed data that identify the visitor. */
  memberAuthToken: string | undefined;
  /** The fields asked before a chat starts, those already known left out. */
  form: FormField[];
  endOn: string;
  storage: 'session' | 'local' | 'none';
  /** For times and numbers. */
  locale: string;
  /** The language of the messages: the requested one where the page brings its own texts of a language that is not ours. */
  language: string;
  direction: 'ltr' | 'rtl';
  messages: Messages;
  /** The loaded translation, which also holds the messages of the extras; empty for English. */
  translation: Partial<AllMessages>;
};

/** Reads the attributes; `page.js` warns of unknown ones. */
export function readConfig(
  settings: Settings,
  origin: string,
  { language, locale, direction }: LocaleChoice,
  translation: Partial<AllMessages> = {},
): WidgetConfig {
  const { apiBase, organizationId = '', deploymentId = '', id = '', endOn = '', storage } = settings;
  const messages = readMessages({ ...en, ...translation }, settings);
  const hasOwnTexts = Object.keys(settings).some((name) => name.startsWith('text'));
  const form = readForm(settings.form);
  return {
    apiBase: apiBase || origin,
    organizationId,
    deploymentId,
    id,
    asksConsent: settings.consent === 'required',
    routing: readRouting(settings),
    // Without a form a chat started by script still needs a name.
    guest: { ...(!form.length && { displayName: messages.visitor }), ...readGuest(settings) },
    memberAuthToken: settings.memberAuthToken,
    form,
    endOn,
    storage: storage === 'local' || storage === 'none' ? storage : 'session',
    locale,
    language: language === 'en' && hasOwnTexts ? locale : messages.language,
    direction,
    messages,
    translation,
  };
}

/** Whether the chat ends when the visitor leaves the page. */
export const endsWithPage = ({ storage, endOn }: WidgetConfig): boolean =>
  storage === 'none' || endOn.includes('leave');

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

/** `Object.entries` of a literal, typed by its keys. */
const entriesOf = <T extends object>(literal: T) => Object.entries(literal) as [keyof T & string, T[keyof T]][];
