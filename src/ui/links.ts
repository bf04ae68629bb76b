/** A piece of a message: plain, or an address that can be followed. */
export type TextPiece = { text: string; href?: string };

/**
 * An address up to its last letter: sentence marks after it belong to the sentence, and so does a closing bracket
 * unless it was opened inside.
 */
const address = /\b(?:https?:\/\/|mailto:|tel:)[^\s<>"]*(?:[^\s<>"'.,;:!?*_)]|(?=\))(?<=:\S*\([^\s()]*)\))/gi;

/** Finds what a reader would follow. */
export function splitLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const href = safeHref(found);
    if (!href) continue;
    pieces.push({ text: text.slice(end, index) }, { text: found, href });
    end = index + found.length;
  }
  return [...pieces, { text: text.slice(end) }];
}

/** The parsed address, unless its scheme could run something. Browsers skip tabs in `java\tscript:`, and so does URL. */
export function safeHref(address: string): string | undefined {
  const url = URL.parse(address);
  return url && /^(https?|mailto|tel):$/.test(url.protocol) ? url.href : undefined;
}
