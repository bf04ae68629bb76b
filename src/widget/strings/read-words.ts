/** `data-text-end-ask` → `endAsk`: compared by letters alone, since some names are states such as `catching-up`. */
export function readWords<Name extends string>(
  words: Record<Name, string>,
  settings: Readonly<Record<string, string | undefined>>,
): Record<Name, string> {
  const read: Record<Name, string> = { ...words };
  for (const name in words) {
    const plain = `text${name.replace('-', '')}`.toLowerCase();
    for (const setting of Object.keys(settings))
      if (setting.toLowerCase() === plain) read[name] = settings[setting] ?? '';
  }
  return read;
}
