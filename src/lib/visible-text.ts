/**
 * White space, what browsers draw as nothing (DI is Unicode's Default_Ignorable_Code_Point), control characters and
 * the blank Braille pattern.
 */
const INVISIBLE = String.raw`\s\p{DI}\p{Cc}\u2800`;

const visibleCharacter = new RegExp(`[^${INVISIBLE}]`, 'u');

/** For the `pattern` of a field that must not be left empty. */
export const VISIBLE_TEXT_PATTERN = `.*[^${INVISIBLE}].*`;

/** Whether a reader would see anything of this text. */
export function hasVisibleText(text: string): boolean {
  return visibleCharacter.test(text);
}

/** The text as every service can store it: without NUL, and U+FFFD in place of half a surrogate pair. */
export function toSendableText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The text for searching: without case and accents. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
