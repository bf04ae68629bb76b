import type { PluralForms } from './messages.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * `data-text-end-ask` → `endAsk`: compared by letters alone, since some names are states such as `catching-up`. A sentence
 * with a number is replaced as a whole by `data-text-room`, or form by form: `data-text-room-one`.
 */
export function readMessages<Catalogue extends Record<string, string | PluralForms>>(
  messages: Catalogue,
  settings: Settings,
  family = 'text',
): Catalogue {
  const read = { ...messages };
  const put = (name: string, message: unknown) => Object.assign(read, { [name]: message });
  for (const [name, message] of Object.entries(messages)) {
    const plain = family + name.replace('-', '').toLowerCase();
    if (typeof message !== 'string') put(name, readMessages(message, settings, plain));
    for (const setting of Object.keys(settings)) if (setting.toLowerCase() === plain) put(name, settings[setting]);
  }
  return read;
}
