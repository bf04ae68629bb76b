/** `Ada Lovelace` → `AL`; whole characters, also outside the Latin ones. */
export const initials = (name: string) =>
  name
    .trim()
    .split(/\s+/, 2)
    .map((word) => [...word][0])
    .join('');
