import type { Forms } from './messages.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * `data-text-end-ask` → `endAsk`: compared by letters alone, since some names are states such as `catching-up`. A sentence
 * with a number is replaced as a whole by `data-text-room`, or form by form: `data-text-room-one`.
 */
export function readWords<Words extends Record<string, string | Forms>>(
  words: Words,
  settings: Settings,
  family = 'text',
): Words {
  const read = { ...words };
  const put = (name: string, word: unknown) => Object.assign(read, { [name]: word });
  for (const [name, word] of Object.entries(words)) {
    const plain = family + name.replace('-', '').toLowerCase();
    if (typeof word !== 'string') put(name, readWords(word, settings, plain));
    for (const setting of Object.keys(settings)) if (setting.toLowerCase() === plain) put(name, settings[setting]);
  }
  return read;
}
