import type { GuestDetails } from '../chat/member.ts';
import { attributeFamilies, attributes } from '../embed/attributes.ts';
import { en, type Words } from './strings/en.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/** The script tag's wishes, settled: nothing optional is left. */
export type WidgetConfig = {
  apiBase: string;
  organizationId: string;
  deploymentId: string;
  routing: { queue: string; skills?: string[]; language?: string; priority?: number };
  guest: Partial<GuestDetails>;
  endOn: string;
  storage: 'session' | 'local' | 'none';
  locale: string;
  direction: 'ltr' | 'rtl';
  words: Words;
};

/** Reads the attributes; what they get wrong is told to `warn`, in one line each. */
export function readConfig(
  settings: Settings,
  scriptOrigin: string,
  pageLocale: string,
  warn: (line: string) => void,
): WidgetConfig {
  for (const name in settings) if (!isKnown(name)) warn(unknownAttribute(name));
  const { apiBase = scriptOrigin, organizationId = '', deploymentId = '', endOn = '', storage, locale } = settings;
  const wanted = !locale || locale === 'auto' ? pageLocale : locale;
  const safeLocale = isLocale(wanted) ? wanted : 'en';
  return {
    apiBase,
    organizationId,
    deploymentId,
    routing: readRouting(settings),
    guest: readGuest(settings),
    endOn,
    storage: storage === 'local' || storage === 'none' ? storage : 'session',
    locale: safeLocale,
    direction: /^(ar|dv|fa|he|ps|ur|yi)\b/.test(safeLocale) ? 'rtl' : 'ltr',
    words: readWords(settings),
  };
}

function readRouting({ queue = '', skills, language, priority }: Settings): WidgetConfig['routing'] {
  return {
    queue,
    ...(skills && { skills: skills.split(',').map((skill) => skill.trim()) }),
    ...(language && { language }),
    ...(priority && Number.isInteger(+priority) && { priority: +priority }),
  };
}

function readGuest(settings: Settings): Partial<GuestDetails> {
  const { firstName, lastName, email, phone, avatar } = settings;
  const displayName = settings.name || [firstName, lastName].filter(Boolean).join(' ');
  const customFields = family(settings, 'field');
  return {
    ...(displayName && { displayName }),
    ...(firstName && { firstName }),
    ...(lastName && { lastName }),
    ...(email && { email }),
    ...(phone && { phoneNumber: phone }),
    ...(avatar && { avatarImageUrl: avatar }),
    ...(Object.keys(customFields).length && { customFields }),
  };
}

/** `data-text-end-ask` → `endAsk`: by letters alone, since some names are states such as `catching-up`. */
function readWords(settings: Settings): Words {
  const words: Words = { ...en };
  const plain = (name: string) => name.replace('-', '').toLowerCase();
  const wishes = family(settings, 'text');
  for (const wish in wishes) {
    const name = (Object.keys(en) as (keyof Words)[]).find((key) => plain(key) === plain(wish));
    if (name) words[name] = wishes[wish] ?? '';
  }
  return words;
}

/** `fieldOrderId` → `orderId`, for all that start so. */
function family(settings: Settings, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name in settings) {
    const rest = name.slice(prefix.length);
    const first = rest.charAt(0);
    if (name.startsWith(prefix) && first !== first.toLowerCase())
      found[first.toLowerCase() + rest.slice(1)] = settings[name] ?? '';
  }
  return found;
}

const isKnown = (name: string) =>
  name in attributes || attributeFamilies.some((prefix) => new RegExp(`^${prefix}[A-Z]`).test(name));

function unknownAttribute(name: string): string {
  const likely = Object.keys(attributes).find((known) => isSlip(name.toLowerCase(), known.toLowerCase()));
  return `unknown attribute ${dashed(name)}${likely ? `; did you mean ${dashed(likely)}?` : ''}`;
}

const dashed = (name: string) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** One slip of the finger: apart from up to two letters in one place they are the same. */
function isSlip(written: string, meant: string): boolean {
  const longest = Math.max(written.length, meant.length);
  const shortest = Math.min(written.length, meant.length);
  let start = 0;
  let end = 0;
  while (start < shortest && written[start] === meant[start]) start++;
  while (end < shortest - start && written.at(-1 - end) === meant.at(-1 - end)) end++;
  return longest - start - end < 3;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    // Not a language tag: the tag's author meant something else, and times must still be shown.
    return false;
  }
}
