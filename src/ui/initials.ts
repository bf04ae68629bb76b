/** `Ada Lovelace` → `AL`; whole characters, also outside the Latin ones. */
export const initials = (name: string) =>
  name
    .trim()
    .split(/\s+/)
    .map((word) => [...word][0])
    .filter((_, index, { length }) => index === 0 || index === length - 1)
    .join('')
    .toUpperCase();
